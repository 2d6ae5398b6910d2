#!/usr/bin/env python3
"""Training steps of our engine beside Python torch's: see README.md."""

import argparse
import os
import platform
import statistics
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
FORMS = "plain foreach single flat jit jit-flat".split()
AGREEMENT = 1e-4
LAUNCHER = {
    "THP_MEM_ALLOC_ENABLE": "1",
    "MALLOC_TRIM_THRESHOLD_": "67108864",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "GOMP_SPINCOUNT": "10000",
}
GLIBC_HUGE = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


class Worker:
    """One side: a process that answers each line with a line."""

    def __init__(self, name, command, environment):
        self.name = name
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
            text=True,
            bufsize=1,
        )
        self.clock = (~self.process.pid << 3) | 2  # CPU time of the whole process
        self.losses = [float(word) for word in self.answer().split()[1:]]

    def answer(self):
        line = self.process.stdout.readline().strip()
        if not line:
            raise SystemExit(f"{self.name} ended")
        return line

    def time(self, millis):
        """Milliseconds a step: on the wall, and of the processor, all threads."""
        before = time.clock_gettime(self.clock)
        self.process.stdin.write(f"time {millis}\n")
        self.process.stdin.flush()
        _, steps, seconds = self.answer().split()
        used = time.clock_gettime(self.clock) - before
        return float(seconds) / int(steps) * 1e3, used / int(steps) * 1e3

    def peak(self):
        """Largest resident size so far, MiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            lines = dict(line.split(":", 1) for line in file)
        return int(lines["VmHWM"].split()[0]) // 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def java_path():
    target = os.path.join(ROOT, "core", "target")
    listed = os.environ.get("CLASSPATH_FILE", os.path.join(target, "classpath.txt"))
    with open(listed, encoding="utf-8") as file:
        jars = file.read().strip()
    folders = [os.path.join(target, name) for name in ("test-classes", "classes")]
    return os.pathsep.join(folders + [jars])


def java(name, case, options, file, environment, arguments=(), precision="HIGH"):
    home = os.environ.get("JAVA_HOME")
    program = os.path.join(home, "bin", "java") if home else "java"
    words = [options.threads, case, options.batch, options.absent, file, precision]
    command = [program, *arguments, "-cp", java_path(), "org.interfuse.training.EngineBenchmark"]
    return Worker(name, command + [str(word) for word in words], environment)


def python(form, options, file, huge):
    program = os.environ.get("PYTHON", "/usr/bin/python3")
    pools = {"OMP_NUM_THREADS": str(options.threads), "OPENBLAS_NUM_THREADS": "1"}
    environment = {} if form == "plain" and not huge else {**LAUNCHER, **pools}
    if form == "plain":
        environment["OMP_NUM_THREADS"] = str(options.threads)
    if huge:
        environment.update(GLIBC_HUGE)
    name = "python, " + form + (", glibc huge pages" if huge else "")
    command = [program, os.path.join(HERE, "worker.py"), str(options.threads), form, file]
    return Worker(name, command, environment)


def start(case, options, file):
    """Ours first; every other side starts from the file that it wrote."""
    sides = [java("interfuse", case, options, file, LAUNCHER)]
    if options.medium:
        sides.append(java("interfuse, medium", case, options, file, LAUNCHER, precision="MEDIUM"))
    if options.pages:
        ours = {
            "nothing set": {},
            "no huge pages": {**LAUNCHER, "THP_MEM_ALLOC_ENABLE": "0"},
            "glibc's huge pages too": {**LAUNCHER, **GLIBC_HUGE},
            "nothing mapped": {**LAUNCHER, "MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "1073741824"},
        }
        for name, environment in ours.items():
            sides.append(java("interfuse, " + name, case, options, file, environment))
        sides.append(
            java("interfuse, huge pages in the heap", case, options, file, LAUNCHER, ["-XX:+UseTransparentHugePages"])
        )
        return sides
    for form in options.forms:
        sides.append(python(form, options, file, False))
        if options.huge and form != "plain":
            sides.append(python(form, options, file, True))
    return sides


def quartiles(values):
    if len(values) < 2:
        return [values[0]] * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def disagreement(side, ours):
    return max(abs(one - other) / abs(other) for one, other in zip(side.losses, ours.losses))


def measure(case, options):
    with tempfile.TemporaryDirectory() as folder:
        sides = start(case, options, os.path.join(folder, "case.safetensors"))
    try:
        for side in sides[1:]:
            if "medium" not in side.name and disagreement(side, sides[0]) > AGREEMENT:
                raise SystemExit(f"{side.name}: losses {side.losses}, ours {sides[0].losses}")
        for side in sides:
            side.time(options.warm_up)
        rounds = []
        for number in range(options.rounds):
            turn = sides if number % 2 == 0 else sides[::-1]
            times = {side: side.time(options.segment) for side in turn}
            rounds.append([times[side] for side in sides])
        table(case, sides, rounds, options)
    finally:
        for side in sides:
            side.close()


def table(case, sides, rounds, options):
    print(f"**{case}**, batch {options.batch}, absent {options.absent}, {options.threads} thread(s)\n")
    header = "side|ms a step|steps/s|quartiles|ours is faster|quartiles|in CPU time|peak MiB|losses differ"
    row(*header.split("|"))
    row("---", *["---:"] * 8)
    for i, side in enumerate(sides):
        low, middle, high = quartiles([one[i][0] for one in rounds])
        wall = quartiles([one[i][0] / one[0][0] for one in rounds])
        used = quartiles([one[i][1] / one[0][1] for one in rounds])
        row(
            side.name,
            f"{middle:.3f}",
            f"{1e3 / middle:.4g}",
            f"{1e3 / high:.4g} to {1e3 / low:.4g}",
            f"{wall[1]:.2f}",
            f"{wall[0]:.2f} to {wall[2]:.2f}",
            f"{used[1]:.2f}",
            str(side.peak()),
            f"{disagreement(side, sides[0]):.0e}",
        )
    print(flush=True)


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def load():
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=["small", "wide"], help="default: small wide")
    parser.add_argument("--forms", nargs="*", default=FORMS, help="forms of Python; default: all")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--absent", type=float, default=0, help="share of absent slots")
    parser.add_argument("--huge", action="store_true", help="each form also with glibc's huge pages")
    parser.add_argument("--pages", action="store_true", help="ours alone, under several settings of memory")
    parser.add_argument("--medium", action="store_true", help="ours also with precision: medium")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--segment", type=int, default=200, help="least milliseconds of one turn")
    parser.add_argument("--warm-up", type=int, default=3000, help="milliseconds for each side")
    return parser.parse_args()


def main():
    options = parse()
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, {options.rounds} rounds of"
        f" {options.segment} ms or more a side; {load()} before\n"
    )
    for case in options.cases:
        measure(case, options)
    print(f"{load()} after")


main()
