#!/usr/bin/env python3
"""Training steps of our engine beside Python torch's: see README.md."""

import argparse
import contextlib
import json
import math
import os
import platform
import struct
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import turns

FORMS = "plain foreach single flat jit jit-flat".split()
AGREEMENT = 1e-4


class Side(turns.Worker):
    """Says the losses of the first epochs, then trains on in turns."""

    def __init__(self, name, command, environment):
        super().__init__(name, command, environment)
        self.clock = (~self.process.pid << 3) | 2  # CPU time of the whole process
        self.losses = [float(word) for word in self.ready]

    def time(self, millis):
        """Seconds a step: on the wall, and of the processor, all threads."""
        before = time.clock_gettime(self.clock)
        steps, seconds = self.ask(f"time {millis}", "timed")
        used = time.clock_gettime(self.clock) - before
        return float(seconds) / int(steps), used / int(steps)


def java(name, case, options, file, environment, arguments=(), precision="HIGH"):
    words = [options.threads, case, options.batch, options.absent, file, precision]
    return turns.java(name, "EngineBenchmark", words, environment, arguments, Side)


def python(form, options, file, huge):
    pools = {"OMP_NUM_THREADS": str(options.threads), "OPENBLAS_NUM_THREADS": "1"}
    environment = {} if form == "plain" and not huge else {**turns.LAUNCHER, **pools}
    if form == "plain":
        environment["OMP_NUM_THREADS"] = str(options.threads)
    if huge:
        environment.update(turns.GLIBC_HUGE)
    name = form + (", glibc huge pages" if huge else "")
    return turns.python(name, os.path.join(HERE, "worker.py"), [options.threads, form, file], environment, Side)


def work(file, options):
    """What a step cannot do without, by the parameters that our side wrote; README.md states it."""
    with open(file, "rb") as stream:
        header = json.loads(stream.read(struct.unpack("<Q", stream.read(8))[0]))
    elements = products = 0
    for name, entry in header.items():
        if not name.startswith(("decayed.", "plain.")):
            continue
        size = math.prod(entry["shape"])
        first = ".encoder." in name and name.endswith(".0.weight")
        elements += size
        products += 0 if len(entry["shape"]) < 2 else (2 if first else 3) * size
    return turns.Work(2 * 4 * 4 * elements, 2 * options.batch * products, False)


def start(case, options, file):
    """Each side in turn: ours first, for every other one starts from the file that it wrote."""
    launcher, huge = turns.LAUNCHER, turns.GLIBC_HUGE
    yield java("interfuse", case, options, file, launcher)
    if options.medium:
        yield java("interfuse, medium", case, options, file, launcher, precision="MEDIUM")
    if options.pages:
        ours = {
            "nothing set": {},
            "no huge pages": {**launcher, "THP_MEM_ALLOC_ENABLE": "0"},
            "glibc's huge pages too": {**launcher, **huge},
            "nothing mapped": {**launcher, "MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "1073741824"},
        }
        for name, environment in ours.items():
            yield java("interfuse, " + name, case, options, file, environment)
        heap = ["-XX:+UseTransparentHugePages"]
        yield java("interfuse, huge pages in the heap", case, options, file, launcher, heap)
        return
    for form in options.forms:
        if not options.huge_alone or form == "plain":
            yield python(form, options, file, False)
        if (options.huge or options.huge_alone) and form != "plain":
            yield python(form, options, file, True)


def disagreement(side, ours):
    return max(abs(one - other) / abs(other) for one, other in zip(side.losses, ours.losses))


def measure(case, options):
    """The sides, each with its seconds a step on the wall and of the processor; our work; the limits."""
    with contextlib.ExitStack() as alive:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "case.safetensors")
            sides = [alive.enter_context(side) for side in start(case, options, file)]
            least = work(file, options)
        for side in sides[1:]:
            if "medium" not in side.name and disagreement(side, sides[0]) > AGREEMENT:
                raise SystemExit(f"{side.name}: losses {side.losses}, ours {sides[0].losses}")
        limits = alive.enter_context(turns.limits(options.threads, options.batch))
        for side in sides:
            side.time(options.warm_up)
        first, *others = [lambda side=side: side.time(options.segment) for side in sides]
        ours, rates, *theirs = turns.in_turns(options.rounds, first, limits.rates, *others)
        for side, times in zip(sides, [ours, *theirs]):
            side.wall, side.used = zip(*times)
            side.held = side.memory()
        return sides, least, rates


def outcome(what, case, options):
    """Ours beside one form."""
    (ours, theirs), least, rates = measure(case, options)
    return turns.Outcome(what, "float32, AdamW", options.threads, ours.wall, ours.held, theirs.name, theirs.wall,
                         theirs.held, least, rates)


def table(case, options):
    sides, least, rates = measure(case, options)
    ours = sides[0]
    print(f"**{case}**, batch {options.batch}, absent {options.absent}, {options.threads} thread(s), float32\n")
    turns.header("side|ms a step|steps/s|quartiles|ours is faster|quartiles|in CPU time|× its limit|quartiles"
                 "|peak MiB, without files|losses differ")
    for side in sides:
        low, middle, high = turns.quartiles(side.wall)
        turns.row(
            side.name,
            f"{1e3 * middle:.3f}",
            f"{1 / middle:.4g}",
            f"{1 / high:.4g} to {1 / low:.4g}",
            *turns.middle([one / other for one, other in zip(side.wall, ours.wall)], ".2f"),
            turns.middle([one / other for one, other in zip(side.used, ours.used)], ".2f")[0],
            *turns.middle(least.distances(side.wall, rates), ".2f"),
            side.held,
            f"{disagreement(side, ours):.0e}",
        )
    print(f"\nLimit: {least.which(rates)}, of {least.moved / 1e6:.3g} MB and {least.flops / 1e6:.4g} million "
          f"operations; {turns.stated(rates)}.\n", flush=True)


def load():
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


def parser():
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("cases", nargs="*", default=["small", "wide"], help="default: small wide")
    made.add_argument("--forms", nargs="*", default=FORMS, help="forms of Python; default: all")
    made.add_argument("--threads", type=int, default=1)
    made.add_argument("--batch", type=int, default=64)
    made.add_argument("--absent", type=float, default=0, help="share of absent slots")
    made.add_argument("--huge", action="store_true", help="each form also with glibc's huge pages")
    made.add_argument("--huge-alone", action="store_true", help="each form only with them")
    made.add_argument("--pages", action="store_true", help="ours alone, under several settings of memory")
    made.add_argument("--medium", action="store_true", help="ours also with precision: medium")
    made.add_argument("--rounds", type=int, default=15)
    made.add_argument("--segment", type=int, default=200, help="least milliseconds of one turn")
    made.add_argument("--warm-up", type=int, default=3000, help="milliseconds for each side")
    return made


def main():
    options = parser().parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, {options.rounds} rounds of"
        f" {options.segment} ms or more a side; {load()} before\n"
    )
    for case in options.cases:
        table(case, options)
    print(f"{load()} after")


if __name__ == "__main__":
    main()
