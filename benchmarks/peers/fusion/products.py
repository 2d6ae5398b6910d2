#!/usr/bin/env python3
"""The matrix products of a linear layer in two builds of OpenBLAS, in turns: ours and Python torch's.

Ours is the one in JavaCPP's cache, unpacked by any run; Python torch's is Debian's
libopenblas0-pthread. One thread each. Nothing of libtorch takes part, so what differs here differs in
every operator that multiplies matrices.
"""

import argparse
import ctypes
import glob
import os
import statistics
import time

OURS = "~/.javacpp/cache/openblas-*-linux-x86_64.jar/org/bytedeco/openblas/linux-x86_64/libopenblas_nolapack.so.0"
THEIRS = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0"
SIZES = ((64, 256, 256), (64, 768, 256), (64, 256, 768), (64, 256, 1024), (192, 256, 512))
ROW_MAJOR, PLAIN, TRANSPOSED = 101, 111, 112


class Library:
    """sgemm of one build, row-major."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path, mode=os.RTLD_LOCAL | os.RTLD_NOW)
        self.library.openblas_set_num_threads(1)
        self.library.openblas_get_config.restype = ctypes.c_char_p
        self.library.openblas_get_corename.restype = ctypes.c_char_p
        self.name = self.library.openblas_get_config().decode().split(" DYNAMIC")[0]
        self.core = self.library.openblas_get_corename().decode()

    def product(self, left, right, m, n, k, a, lda, b, ldb, c):
        one, zero = ctypes.c_float(1), ctypes.c_float(0)
        arguments = (ROW_MAJOR, left, right, m, n, k, one, a, lda, b, ldb, zero, c, n)
        return lambda: self.library.cblas_sgemm(*arguments)


def milliseconds(call, repeats=20):
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats * 1e3


def calls(library, batch, inputs, outputs, x, w, y, to):
    """Result, gradient of the inputs, gradient of the weights of y = x wᵀ."""
    return {
        "forward": library.product(PLAIN, TRANSPOSED, batch, outputs, inputs, x, inputs, w, inputs, to),
        "gradient of x": library.product(PLAIN, PLAIN, batch, inputs, outputs, y, outputs, w, inputs, to),
        "gradient of w": library.product(TRANSPOSED, PLAIN, outputs, inputs, batch, y, outputs, x, inputs, to),
    }


def compare(ours, theirs, size, rounds):
    batch, inputs, outputs = size
    shapes = (batch * inputs, outputs * inputs, batch * outputs, max(batch, outputs) * max(batch, inputs, outputs))
    buffers = [(ctypes.c_float * n)(*(i % 7 * 0.1 for i in range(n))) for n in shapes]
    sides = [calls(one, *size, *buffers) for one in (ours, theirs)]
    cells = []
    for name in sides[0]:
        ratios = []
        for number in range(rounds):
            order = (0, 1) if number % 2 == 0 else (1, 0)
            taken = {side: milliseconds(sides[side][name]) for side in order}
            ratios.append(taken[0] / taken[1])
        low, middle, high = statistics.quantiles(ratios, n=4)
        cells.append(f"{middle:.2f} ({low:.2f} to {high:.2f})")
    print(f"| {batch} × {inputs} → {outputs} | " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", default=None, help="a libopenblas_nolapack.so.0")
    parser.add_argument("--theirs", default=THEIRS)
    parser.add_argument("--rounds", type=int, default=41)
    options = parser.parse_args()
    found = [options.ours] if options.ours else sorted(glob.glob(os.path.expanduser(OURS)))
    if not found:
        raise SystemExit(f"no file {OURS}: run ./interfuse once, or name it with --ours")
    ours, theirs = Library(found[-1]), Library(options.theirs)
    print(f"ours: {ours.name}, kernels for {ours.core}; Python's: {theirs.name}, kernels for {theirs.core}\n")
    print("Ratio of time, ours to Python's: median and quartiles.\n")
    print("| batch × inputs → outputs | forward | gradient of x | gradient of w |\n| --- | ---: | ---: | ---: |")
    for size in SIZES:
        compare(ours, theirs, size, options.rounds)


main()
