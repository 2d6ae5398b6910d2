#!/usr/bin/env python3
"""Training steps of a million columns, ours beside Python torch's: see README.md."""

import argparse
import contextlib
import math
import os
import random
import statistics
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import turns

OURS = {
    "float32, row-wise": ("FLOAT32", "ROW_WISE"),
    "mixed, row-wise": ("MIXED", "ROW_WISE"),
    "bfloat16, row-wise": ("BFLOAT16", "ROW_WISE"),
    "mixed, AdamW": ("MIXED", "ADAMW"),
}
TUNED = {**turns.LAUNCHER, **turns.GLIBC_HUGE, "OPENBLAS_NUM_THREADS": "1"}


def ours(options, arithmetic, optimiser, data):
    sizes = [options.threads, options.rows, options.columns, options.width, options.batch]
    words = [*sizes, arithmetic, optimiser, data, options.modalities]
    return turns.java("interfuse", "WideBenchmark", words, turns.LAUNCHER, [f"-Xmx{heap(options)}m", "-XX:+UseSerialGC"])


def heap(options):
    """MB of Java heap: what reading and preparing so many columns needs."""
    return max(96, math.ceil(options.columns * options.modalities * 96 / 1_000_000))


def python(options, form, data):
    sizes = [options.threads, options.rows, options.columns, options.width, options.batch]
    environment = {"OMP_NUM_THREADS": str(options.threads)}
    if form != "plain":
        environment.update(TUNED)
    return turns.python("python, " + form, os.path.join(HERE, "worker.py"), [form, *sizes, data], environment)


def seconds(side, count):
    """Of each of so many steps."""
    return [float(word) for word in side.ask(f"steps {count}", "steps")[:count]]


def genotypes(options, folder):
    """A .bed of random calls, none missing: a variant's subjects next to each other, 2 bits each."""
    path = os.path.join(folder, "genotypes.bed")
    called = bytes(sum((0, 3, 2, 3)[code >> shift & 3] << shift for shift in (0, 2, 4, 6)) for code in range(256))
    generator = random.Random(5)
    each = (options.rows + 3) // 4
    with open(path, "wb") as file:
        file.write(b"\x6c\x1b\x01")
        for start in range(0, options.columns, 10_000):
            count = min(10_000, options.columns - start)
            file.write(generator.randbytes(count * each).translate(called))
    with open(path.replace(".bed", ".bim"), "w", encoding="ascii") as file:
        for j in range(options.columns):
            file.write(f"1\tv{j}\t0\t{j + 1}\tA\tC\n")
    with open(path.replace(".bed", ".fam"), "w", encoding="ascii") as file:
        for i in range(options.rows):
            file.write(f"s{i}\ts{i}\t0\t0\t0\t-9\n")
    return path


def work(options, arithmetic, optimiser, data):
    """What a step cannot do without; README.md states it."""
    if data.startswith("sparse:"):
        share = int(data.split(":")[1]) / options.columns
        touched = options.columns * (1 - (1 - share) ** options.batch) * options.modalities
        products = 4 * options.batch * share * options.columns * options.width * options.modalities
        return turns.Work(3 * 4 * touched * options.width, products, False)
    weights = options.columns * options.width * options.modalities
    moved = 2 * (2 if arithmetic == "BFLOAT16" else 4) * weights + (16 * weights if optimiser == "ADAMW" else 0)
    return turns.Work(moved, 4 * options.batch * weights, arithmetic != "FLOAT32")


def pair(options, what, name, form, data):
    """Ours, the limits and one form of Python, all alive, turn by turn."""
    with contextlib.ExitStack() as alive:
        mine = alive.enter_context(ours(options, *OURS[name], data))
        peer = alive.enter_context(python(options, form, data))
        limits = alive.enter_context(turns.limits(options.threads, options.batch))
        seconds(mine, options.warm_up)
        seconds(peer, options.warm_up)
        left, rates, right = turns.in_turns(
            options.rounds,
            lambda: statistics.median(seconds(mine, options.steps)),
            limits.rates,
            lambda: statistics.median(seconds(peer, options.steps)),
        )
        return turns.Outcome(what, name, options.threads, left, mine.memory(), form, right, peer.memory(),
                             work(options, *OURS[name], data), rates)


def said(options):
    return (f"width {options.width}, batch {options.batch}, {options.threads} threads, {options.rounds} rounds of "
            f"{options.steps} steps")


def compare(options, what, names, forms, data):
    """One row for each form and each of ours; the limits below."""
    turns.Outcome.header()
    outcomes = []
    for form in forms:
        for name in names:
            outcomes.append(pair(options, what, name, form, data))
            outcomes[-1].row()
    print()
    for outcome in outcomes:
        print("- " + outcome.limits(), flush=True)


def alone(options, axis, data, name="mixed, row-wise"):
    """A row of a growth table: ours without a peer."""
    with ours(options, *OURS[name], data) as mine, turns.limits(options.threads, options.batch) as limits:
        seconds(mine, options.warm_up)
        times, rates = turns.in_turns(
            options.rounds, lambda: statistics.median(seconds(mine, options.steps)), limits.rates)
        least = work(options, *OURS[name], data)
        turns.row(axis, f"{options.columns:,}", options.width, options.batch, name,
                  *turns.middle([1e3 * time for time in times], ".1f"), mine.memory(),
                  *turns.middle(least.distances(times, rates), ".2f"), least.which(rates))


def varied(options, **changes):
    return argparse.Namespace(**{**vars(options), **changes})


def growth(options):
    """How a step grows along one axis at a time, from the setting of the other options."""
    turns.header("what grows|columns|width|batch|arithmetic|ms a step|quartiles|peak MiB, without files|× its limit"
                 "|quartiles|which is")
    axes = {"columns": by_columns, "width": by_width, "batch": by_batch, "subjects": by_subjects,
            "modalities": by_modalities, "non-zeros": by_stored}
    for axis, measure in axes.items():
        if not options.axes or axis in options.axes:
            measure(options)


def by_columns(options):
    for columns in (10_000, 100_000, 1_000_000, 10_000_000):
        if columns > options.most:
            continue
        rows = min(options.rows, 200) if columns > 1_000_000 else options.rows
        name = "bfloat16, row-wise" if columns > 1_000_000 else "mixed, row-wise"
        changed = varied(options, columns=columns, rows=rows)
        with tempfile.TemporaryDirectory() as folder:
            alone(changed, f"columns, {rows:,} subjects", genotypes(changed, folder), name)


def by_width(options):
    with tempfile.TemporaryDirectory() as folder:
        data = genotypes(options, folder)
        for width in (64, 128, 256):
            alone(varied(options, width=width), "width", data)


def by_batch(options):
    with tempfile.TemporaryDirectory() as folder:
        data = genotypes(options, folder)
        for batch in (16, 256):
            alone(varied(options, batch=batch), "batch", data)
    with tempfile.TemporaryDirectory() as folder:
        narrow = varied(options, columns=20_000, width=64)
        data = genotypes(narrow, folder)
        for batch in (64, 256, 1024, 2048):
            alone(varied(narrow, batch=batch), "batch, many rows", data)


def by_subjects(options):
    for rows in (250, 4000):
        with tempfile.TemporaryDirectory() as folder:
            changed = varied(options, rows=rows)
            alone(changed, f"subjects, {rows:,}", genotypes(changed, folder))


def by_modalities(options):
    """Each of them has so many columns, which it reads itself, and an encoder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        changed = varied(options, columns=options.columns * 3 // 10)
        data = genotypes(changed, folder)
        for modalities in (1, 2, 3):
            alone(varied(changed, modalities=modalities), f"modalities, {modalities} of these columns", data)


def by_stored(options):
    for stored in (50, 500, 5000):
        alone(options, f"non-zeros, {stored:,} a row", f"sparse:{stored}", "float32, row-wise")


def parser():
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--rows", type=int, default=1000)
    made.add_argument("--columns", type=int, default=1_000_000)
    made.add_argument("--width", type=int, default=512)
    made.add_argument("--batch", type=int, default=64)
    made.add_argument("--threads", type=int, default=2)
    made.add_argument("--rounds", type=int, default=7)
    made.add_argument("--steps", type=int, default=3)
    made.add_argument("--warm-up", type=int, default=2)
    made.add_argument("--peers", nargs="*", help="forms of Python; default: fused-sliced-transposed")
    made.add_argument("--only", nargs="*", default=list(OURS), choices=list(OURS), help="of ours")
    made.add_argument("--sparse", action="store_true", help="sparse rows instead")
    made.add_argument("--stored", type=int, default=500, help="cells of a sparse row")
    made.add_argument("--growth", action="store_true", help="ours alone, one axis after another")
    made.add_argument("--axes", nargs="*", help="of growth; default: all")
    made.add_argument("--most", type=int, default=10_000_000, help="columns of growth at most")
    made.set_defaults(modalities=1)
    return made


def main():
    options = parser().parse_args()
    if options.growth:
        growth(options)
        return
    if options.sparse:
        print(f"{options.stored} of {options.columns:,} columns a subject, {said(options)}\n")
        compare(options, "sparse", ["float32, row-wise"], options.peers or ["adagrad", "sparse-adam"],
                f"sparse:{options.stored}")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(f"{options.rows:,} × {options.columns:,} genotypes of 2 bits, {said(options)}\n")
        compare(options, "wide", options.only, options.peers or ["fused-sliced-transposed"], genotypes(options, folder))


if __name__ == "__main__":
    main()
