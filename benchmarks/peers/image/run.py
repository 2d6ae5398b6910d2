#!/usr/bin/env python3
"""ResNet-18 training steps of our engine beside Python torch's: see README.md."""

import argparse
import os
import platform
import statistics
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
FORMS = ["plain", "channels"]
AGREEMENT = 1e-3


class Worker:
    """One side: a process that answers each line with a line."""

    def __init__(self, name, command, environment):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **environment}, text=True, bufsize=1
        )
        self.losses = [float(word) for word in self.answer().split()[1:]]

    def answer(self):
        line = self.process.stdout.readline().strip()
        if not line:
            raise SystemExit(f"{self.name} ended")
        return line

    def time(self, millis):
        """Milliseconds a step."""
        self.process.stdin.write(f"time {millis}\n")
        self.process.stdin.flush()
        _, steps, seconds = self.answer().split()
        return float(seconds) / int(steps) * 1e3

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
    if "CLASSES" in os.environ:
        return os.environ["CLASSES"]
    with open(os.environ.get("CLASSPATH_FILE", os.path.join(target, "classpath.txt")), encoding="utf-8") as file:
        jars = file.read().strip()
    return os.pathsep.join([os.path.join(target, name) for name in ("test-classes", "classes")] + [jars])


def start(size, options, file):
    """Ours first; every other side starts from the file that it wrote."""
    words = [options.threads, size, options.batch, file]
    command = ["java", "-cp", java_path(), "org.interfuse.training.ImageBenchmark"]
    sides = [Worker("interfuse", command + [str(word) for word in words], {})]
    pools = {"OMP_NUM_THREADS": str(options.threads), "OPENBLAS_NUM_THREADS": "1"}
    for form in options.forms:
        program = [os.environ.get("PYTHON", "/usr/bin/python3"), os.path.join(HERE, "worker.py")]
        sides.append(Worker("python, " + form, program + [str(options.threads), form, file], pools))
    return sides


def quartiles(values):
    return statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3


def disagreement(side, ours):
    return max(abs(one - other) / abs(other) for one, other in zip(side.losses, ours.losses))


def measure(size, options):
    with tempfile.TemporaryDirectory() as folder:
        sides = start(size, options, os.path.join(folder, "case.safetensors"))
    try:
        for side in sides[1:]:
            if disagreement(side, sides[0]) > AGREEMENT:
                raise SystemExit(f"{side.name}: losses {side.losses}, ours {sides[0].losses}")
        rounds = []
        for number in range(options.rounds):
            turn = sides if number % 2 == 0 else sides[::-1]
            times = {side: side.time(options.segment) for side in turn}
            rounds.append([times[side] for side in sides])
        print(f"**{size} × {size}**, batch {options.batch}, {options.threads} thread(s)\n")
        row("side", "ms a step", "images/s", "ours is faster", "quartiles", "peak MiB", "losses differ")
        row("---", *["---:"] * 6)
        for i, side in enumerate(sides):
            middle = quartiles([one[i] for one in rounds])[1]
            ratio = quartiles([one[i] / one[0] for one in rounds])
            row(
                side.name, f"{middle:.0f}", f"{1e3 * options.batch / middle:.0f}", f"{ratio[1]:.2f}",
                f"{ratio[0]:.2f} to {ratio[2]:.2f}", str(side.peak()), f"{disagreement(side, sides[0]):.0e}",
            )
        print(flush=True)
    finally:
        for side in sides:
            side.close()


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def load():
    return "load " + " ".join(f"{one:.1f}" for one in os.getloadavg())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[64, 224], help="default: 64 224")
    parser.add_argument("--forms", nargs="*", default=FORMS, help="forms of Python; default: all")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--segment", type=int, default=1000, help="least milliseconds of one turn")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} processors, {options.rounds} rounds; {load()} before\n")
    for size in options.sizes:
        measure(size, options)
    print(f"{load()} after")


main()
