#!/usr/bin/env python3
"""Forward and backward of every fusion operator beside Python torch: see README.md."""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
ORDER = (
    "sum mean max product difference concat gated film mag bilinear tensor low-rank mlb mfb mutan"
    " block compact-bilinear attention-pool cross-attention transformer bottleneck perceiver"
    " mixture-of-experts"
).split()
READ_TOKENS = "attention-pool cross-attention transformer bottleneck perceiver".split()
AGREEMENT = 1e-4


class Worker:
    """One side: a process that answers each line with a line."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
            text=True,
            bufsize=1,
        )
        self.clock = (~self.process.pid << 3) | 2  # CPU time of the whole process

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise SystemExit(f"{self.process.args[0]} ended at: {words}")
        return answer

    def time(self, millis):
        """Milliseconds a step: on the wall, and of the processor, all threads."""
        before = time.clock_gettime(self.clock)
        _, steps, seconds = self.ask("time", millis).split()
        used = time.clock_gettime(self.clock) - before
        return float(seconds) / int(steps) * 1e3, used / int(steps) * 1e3

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


def start(threads, plain):
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else "java"
    main = "org.interfuse.fusion.FusionBenchmark"
    launcher = {
        "THP_MEM_ALLOC_ENABLE": "1",
        "MALLOC_TRIM_THRESHOLD_": "67108864",
        "MALLOC_MMAP_THRESHOLD_": "33554432",
        "GOMP_SPINCOUNT": "10000",
    }
    pools = {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": "1"}
    python = os.environ.get("PYTHON", "/usr/bin/python3")
    return (
        Worker([java, "-cp", java_path(), main, str(threads)], launcher),
        Worker([python, os.path.join(HERE, "worker.py"), str(threads)], {**({} if plain else launcher), **pools}),
    )


def quantiles(values):
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


class Result:
    """Paired rounds of one operator at one size."""

    def __init__(self, pairs, width, difference):
        self.width = width
        self.difference = difference
        self.java = statistics.median(j[0] for j, _ in pairs)
        self.python = statistics.median(p[0] for _, p in pairs)
        self.wall = quantiles([j[0] / p[0] for j, p in pairs])
        self.processor = quantiles([j[1] / p[1] for j, p in pairs])


def measure(sides, options, kind, modalities, width, tokens):
    """A Result, or the text of the refusal."""
    java, python = sides
    if kind == "difference":
        modalities = 2
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "case.safetensors")
        answer = java.ask("build", kind, modalities, width, options.batch, tokens, file)
        if answer.startswith("refused"):
            return answer[len("refused ") :]
        _, output, gradient, name = python.ask("build", kind, file).split()
    if max(float(output), float(gradient)) > AGREEMENT:
        message = f"{kind}: results differ by {output}, gradients by {gradient} ({name})"
        if not options.disagree:
            raise SystemExit(message)
        print(message, file=sys.stderr)
    for side in sides:
        side.time(options.warm_up)
    pairs = []
    for number in range(options.rounds):
        first, second = (java, python) if number % 2 == 0 else (python, java)
        one, other = first.time(options.segment), second.time(options.segment)
        pairs.append((one, other) if first is java else (other, one))
    return Result(pairs, width, (float(output), float(gradient)))


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def compare(sides, options):
    header = "operator|Java ms|Python ms|ratio|quartiles|ratio of CPU time|difference: result|gradient"
    row(*header.split("|"))
    row(*["---"] + ["---:"] * 7)
    refusals = []
    for kind in options.operators:
        width = options.width
        result = measure(sides, options, kind, options.modalities, width, 0)
        while isinstance(result, str) and "parameters" in result and width > 1:
            if width == options.width:
                refusals.append(result)
            width -= 1
            result = measure(sides, options, kind, options.modalities, width, 0)
        if isinstance(result, str):
            refusals.append(result)
            continue
        name = kind if width == options.width else f"{kind}, width {width}"
        low, middle, high = result.wall
        row(
            name,
            f"{result.java:.3f}",
            f"{result.python:.3f}",
            f"{middle:.2f}",
            f"{low:.2f} to {high:.2f}",
            f"{result.processor[1]:.2f}",
            *(f"{one:.0e}" for one in result.difference),
        )
    for refusal in refusals:
        print(f"\nRefused: {refusal}")


def grow(sides, options):
    cases = [(m, options.width, 0) for m in (2, 3, 5, 10)]
    cases += [(options.modalities, width, 0) for width in (64, 256, 1024)]
    cases += [(options.modalities, options.width, tokens) for tokens in (16, 64)]
    names = [f"M={m}" for m in (2, 3, 5, 10)] + [f"p={p}" for p in (64, 256, 1024)]
    row("operator", *names, "16 tokens", "64 tokens")
    row("---", *["---:"] * len(cases))
    refusals = []
    for kind in options.operators:
        cells, known = [], {}
        for case in cases:
            modalities, width, tokens = case
            if (tokens and kind not in READ_TOKENS) or (kind == "difference" and modalities > 3):
                cells.append("")
                continue
            if case not in known:
                known[case] = measure(sides, options, kind, *case)
            result = known[case]
            if isinstance(result, str):
                cells.append("refused")
                refusals.append(result)
            else:
                cells.append(f"{result.java:.2f} ({result.wall[1]:.2f})")
        row(kind, *cells)
    for refusal in refusals:
        print(f"\nRefused: {refusal}")


def load():
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("operators", nargs="*", default=ORDER, help="default: all")
    parser.add_argument("--grow", action="store_true", help="growth with M, width and tokens")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--modalities", type=int, default=3)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--plain", action="store_true", help="Python without our environment")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--segment", type=int, default=50, help="milliseconds of one turn")
    parser.add_argument("--warm-up", type=int, default=1500, help="milliseconds for each side")
    parser.add_argument("--disagree", action="store_true", help="go on where results differ")
    return parser.parse_args()


def main():
    options = parse()
    sides = start(options.threads, options.plain)
    try:
        missing = set(sides[0].ask("types").split()) ^ set(ORDER)
        if missing:
            raise SystemExit(f"on one side only: {', '.join(sorted(missing))}")
        print(
            f"{platform.machine()}, {os.cpu_count()} processors, {options.threads} thread(s) each,"
            f" batch {options.batch}, {options.rounds} rounds of {options.segment} ms a side;"
            f" {load()} before\n"
        )
        (grow if options.grow else compare)(sides, options)
        print(f"\n{load()} after")
    finally:
        for side in sides:
            side.close()


main()
