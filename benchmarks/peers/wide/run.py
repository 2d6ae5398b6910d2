#!/usr/bin/env python3
"""Training steps of a million columns, ours beside Python torch's: see README.md."""

import argparse
import math
import os
import random
import statistics
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
OURS = [
    ("float32, row-wise", "FLOAT32", "ROW_WISE"),
    ("mixed, row-wise", "MIXED", "ROW_WISE"),
    ("bfloat16, row-wise", "BFLOAT16", "ROW_WISE"),
    ("mixed, AdamW", "MIXED", "ADAMW"),
]
HUGE = {
    "THP_MEM_ALLOC_ENABLE": "1",
    "MALLOC_TRIM_THRESHOLD_": "67108864",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "GOMP_SPINCOUNT": "10000",
}
TUNED = {**HUGE, "OPENBLAS_NUM_THREADS": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


class Worker:
    """One side: a process that answers each line with a line."""

    def __init__(self, name, command, environment):
        self.name = name
        self.times = []
        self.peak = 0
        self.mapped = 0
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
            text=True,
            bufsize=1,
        )
        self.answer("ready")

    def ask(self, line, expected):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.answer(expected)

    def answer(self, expected):
        words = self.process.stdout.readline().split()
        if not words or words[0] != expected:
            raise SystemExit(f"{self.name} ended")
        return words[1:]

    def run(self, count):
        """Seconds of each step."""
        words = self.ask(f"steps {count}", "steps")
        self.peak = int(words[-1])
        self.mapped = files(self.process.pid)
        return [float(word) for word in words[:count]]

    def memory(self):
        """MiB resident at most, and of files' pages (data, libraries), which the system can take back."""
        return f"{self.peak}, {self.mapped}"

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def files(process):
    with open(f"/proc/{process}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("RssFile"))


def ours(options, arithmetic, optimiser, data):
    target = os.path.join(ROOT, "core", "target")
    listed = os.environ.get("CLASSPATH_FILE", os.path.join(target, "classpath.txt"))
    with open(listed, encoding="utf-8") as file:
        jars = file.read().strip()
    folders = [os.path.join(target, name) for name in ("test-classes", "classes")]
    home = os.environ.get("JAVA_HOME")
    program = os.path.join(home, "bin", "java") if home else "java"
    sizes = [options.threads, options.rows, options.columns, options.width, options.batch]
    command = [program, f"-Xmx{heap(options)}m", "-XX:+UseSerialGC", "-cp", os.pathsep.join(folders + [jars])]
    command += ["org.interfuse.training.WideBenchmark", *map(str, sizes), arithmetic, optimiser, data]
    return Worker("interfuse", command, HUGE)


def heap(options):
    """MB of Java heap: what reading and preparing so many columns needs."""
    return max(96, math.ceil(options.columns * 96 / 1_000_000))


def python(options, form, data):
    program = os.environ.get("PYTHON", "/usr/bin/python3")
    sizes = [options.threads, options.rows, options.columns, options.width, options.batch]
    environment = {"OMP_NUM_THREADS": str(options.threads)}
    if form != "plain":
        environment.update(TUNED)
    command = [program, os.path.join(HERE, "worker.py"), form, *map(str, sizes), data]
    return Worker("python, " + form, command, environment)


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


def quartiles(values):
    return statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3


def limit(options, name, arithmetic, optimiser, rates):
    """Seconds that a step takes at least, by memory and by products."""
    bandwidth, single, half = rates
    element = 2 if arithmetic == "BFLOAT16" else 4
    weights = options.columns * options.width
    moved = 2 * element * weights + (16 * weights if optimiser == "ADAMW" else 0)
    flops = 4 * options.batch * weights
    memory, products = moved / bandwidth, flops / (single if arithmetic == "FLOAT32" else half)
    return max(memory, products), "memory" if memory > products else "products"


def pair(options, one, other):
    """Both alive, turn by turn."""
    one.run(options.warm_up)
    other.run(options.warm_up)
    left, right = [], []
    for number in range(options.rounds):
        turn = [(one, left), (other, right)]
        for side, times in turn if number % 2 == 0 else turn[::-1]:
            times.append(statistics.median(side.run(options.steps)))
    ratios = [b / a for a, b in zip(left, right)]
    return left, right, ratios


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def compare(options, data):
    print(f"{options.rows:,} × {options.columns:,} genotypes of 2 bits, width {options.width}, batch "
          f"{options.batch}, {options.threads} threads, {options.rounds} rounds of {options.steps} steps\n")
    row("ours", "s a step", "quartiles", "peak MiB, of files", "peer", "s a step", "quartiles", "peak MiB, of files",
        "ours is faster", "quartiles", "× its limit", "which is")
    row(*["---"] * 12)
    for form in options.peers:
        for name, arithmetic, optimiser in OURS:
            if options.only and name not in options.only:
                continue
            mine = ours(options, arithmetic, optimiser, data)
            peer = python(options, form, data)
            try:
                left, right, ratios = pair(options, mine, peer)
                rates = [float(word) for word in mine.ask("limits", "limits")]
            finally:
                mine.close()
                peer.close()
            least, which = limit(options, name, arithmetic, optimiser, rates)
            low, middle, high = quartiles(left)
            plow, pmiddle, phigh = quartiles(right)
            rlow, rmiddle, rhigh = quartiles(ratios)
            row(name, f"{middle:.3f}", f"{low:.3f}–{high:.3f}", mine.memory(), form, f"{pmiddle:.3f}",
                f"{plow:.3f}–{phigh:.3f}", peer.memory(), f"{rmiddle:.1f}×", f"{rlow:.1f}–{rhigh:.1f}",
                f"{middle / least:.2f}", f"{which}, {least:.3f} s")
            print(f"  limits: {rates[0] / 1e9:.1f} GB/s, float32 {rates[1] / 1e9:.0f} and bfloat16 "
                  f"{rates[2] / 1e9:.0f} GFLOP/s", flush=True)


def sparse(options):
    data = f"sparse:{options.stored}"
    print(f"{options.stored} of {options.columns:,} columns a subject, width {options.width}, batch {options.batch}, "
          f"{options.threads} threads, {options.rounds} rounds of {options.steps} steps\n")
    row("peer", "its ms a step", "quartiles", "ours, ms", "quartiles", "ours is faster", "quartiles", "peak MiB, both")
    row(*["---"] * 8)
    for form in ("adagrad", "sparse-adam"):
        mine = ours(options, "FLOAT32", "ROW_WISE", data)
        peer = python(options, form, data)
        try:
            left, right, ratios = pair(options, mine, peer)
        finally:
            mine.close()
            peer.close()
        low, middle, high = (1e3 * value for value in quartiles(left))
        plow, pmiddle, phigh = (1e3 * value for value in quartiles(right))
        rlow, rmiddle, rhigh = quartiles(ratios)
        row(form, f"{pmiddle:.1f}", f"{plow:.1f}–{phigh:.1f}", f"{middle:.1f}", f"{low:.1f}–{high:.1f}",
            f"{rmiddle:.1f}×", f"{rlow:.1f}–{rhigh:.1f}", f"{mine.peak}, {peer.peak}")


def alone(options, axis, data, arithmetic="MIXED", optimiser="ROW_WISE"):
    """A row of a growth table: ours without a peer."""
    mine = ours(options, arithmetic, optimiser, data)
    try:
        mine.run(options.warm_up)
        times = mine.run(options.rounds * options.steps)
    finally:
        mine.close()
    low, middle, high = quartiles(times)
    row(axis, f"{options.columns:,}", options.width, options.batch, arithmetic.lower(), f"{1e3 * middle:.1f}",
        f"{1e3 * low:.1f}–{1e3 * high:.1f}", mine.memory())


def varied(options, **changes):
    return argparse.Namespace(**{**vars(options), **changes})


def growth(options):
    """How a step grows along one axis at a time, from the setting of the other options."""
    row("what grows", "columns", "width", "batch", "arithmetic", "ms a step", "quartiles", "peak MiB, of files")
    row(*["---"] * 8)
    for columns in (10_000, 100_000, 1_000_000, 10_000_000):
        rows = min(options.rows, 200) if columns > 1_000_000 else options.rows
        arithmetic = "BFLOAT16" if columns > 1_000_000 else "MIXED"
        changed = varied(options, columns=columns, rows=rows)
        with tempfile.TemporaryDirectory() as folder:
            alone(changed, f"columns, {rows:,} subjects", genotypes(changed, folder), arithmetic)
    with tempfile.TemporaryDirectory() as folder:
        data = genotypes(options, folder)
        for width in (64, 128, 256):
            alone(varied(options, width=width), "width", data)
        for batch in (16, 256):
            alone(varied(options, batch=batch), "batch", data)
    with tempfile.TemporaryDirectory() as folder:
        narrow = varied(options, columns=20_000, width=64)
        data = genotypes(narrow, folder)
        for batch in (64, 256, 1024, 2048):
            alone(varied(narrow, batch=batch), "batch, many rows", data)
    for rows in (250, 4000):
        with tempfile.TemporaryDirectory() as folder:
            changed = varied(options, rows=rows)
            alone(changed, f"subjects, {rows:,}", genotypes(changed, folder))
    for stored in (50, 500, 5000):
        alone(options, f"non-zeros, {stored:,} a row", f"sparse:{stored}", "FLOAT32")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--columns", type=int, default=1_000_000)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--warm-up", type=int, default=2)
    parser.add_argument("--peers", nargs="*", default=["sliced-transposed"])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--sparse", action="store_true", help="sparse rows instead")
    parser.add_argument("--stored", type=int, default=500, help="cells of a sparse row")
    parser.add_argument("--growth", action="store_true", help="ours alone, one axis after another")
    options = parser.parse_args()
    if options.growth:
        growth(options)
        return
    if options.sparse:
        sparse(options)
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(options, genotypes(options, folder))


main()
