#!/usr/bin/env python3
"""Ours beside tuned forms of Python torch, in one table: see README.md."""

import argparse
import importlib.util
import os
import platform
import tempfile

import turns


def script(folder):
    """The script of detailed tables, as a module."""
    path = os.path.join(turns.HERE, folder, "run.py")
    spec = importlib.util.spec_from_file_location(f"peers_{folder}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WIDE, ENGINE = script("wide"), script("engine")
CASES = [*(f"wide, {name}" for name in WIDE.OURS), "sparse", "small, batch 32", "small, batch 64", "wide 20,000"]
BESIDE = {  # forms of Python: tuned by its own options, then the quickest written by hand
    "float32, row-wise": ["foreach", "fused-sliced-transposed", "row-wise"],
    "mixed, row-wise": ["foreach", "fused-sliced-transposed-bfloat16", "row-wise-bfloat16"],
    "bfloat16, row-wise": ["fused-sliced-transposed-bfloat16", "row-wise-bfloat16"],
    "mixed, AdamW": ["foreach", "fused-sliced-transposed-bfloat16"],
}


def wide(options, case):
    """A million columns, beside forms of AdamW and, where ours is row-wise, the same algorithm."""
    name = case.removeprefix("wide, ")
    forms = options.wide_forms or BESIDE[name]
    words = ["--rows", options.rows, "--columns", options.columns, "--width", options.width, "--threads",
             options.threads, "--rounds", options.rounds, "--steps", options.steps]
    chosen = WIDE.parser().parse_args([str(word) for word in words])
    with tempfile.TemporaryDirectory() as folder:
        data = WIDE.genotypes(chosen, folder)
        for form in forms:
            yield WIDE.pair(chosen, f"{options.columns:,} columns", name, form, data)


def sparse(options, case):
    """500 cells of each row, or as many as there are columns for."""
    stored = min(500, options.columns // 2)
    words = ["--rows", options.rows, "--columns", options.columns, "--width", options.width, "--threads",
             options.threads, "--rounds", options.rounds, "--steps", options.steps]
    chosen = WIDE.parser().parse_args([str(word) for word in words])
    for form in options.sparse_forms:
        yield WIDE.pair(chosen, f"{stored} of {options.columns:,} columns", "float32, row-wise", form,
                        f"sparse:{stored}")


def engine(options, case):
    """Models of ordinary width; of the wide one Python has glibc's huge pages too."""
    wide_model = case == "wide 20,000"
    words = ["--threads", options.engine_threads, "--batch", 32 if case.endswith("32") else 64, "--rounds",
             options.engine_rounds, "--segment", options.segment, "--warm-up", options.warm_up]
    for form in options.engine_forms:
        chosen = ENGINE.parser().parse_args([*(str(word) for word in words), "--forms", form])
        chosen.huge_alone = wide_model
        what = "engine, " + ("20,000 columns, batch 64" if wide_model else case)
        yield ENGINE.outcome(what, "wide" if wide_model else "small", chosen)


def measure(options, case):
    if case.startswith("wide, "):
        return wide(options, case)
    return sparse(options, case) if case == "sparse" else engine(options, case)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=CASES, choices=CASES, help="; ".join(CASES))
    parser.add_argument("--rounds", type=int, default=7, help="of wide and sparse rows")
    parser.add_argument("--engine-rounds", type=int, default=15)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--columns", type=int, default=1_000_000)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--threads", type=int, default=2, help="of wide and sparse rows")
    parser.add_argument("--engine-threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=3, help="of wide and sparse rows in a turn")
    parser.add_argument("--segment", type=int, default=200, help="least milliseconds of the engine's turns")
    parser.add_argument("--warm-up", type=int, default=3000, help="milliseconds for each side of the engine")
    parser.add_argument("--wide-forms", nargs="*", help="of Python; default: see BESIDE")
    parser.add_argument("--sparse-forms", nargs="*", default=["adagrad"])
    parser.add_argument("--engine-forms", nargs="*", default=["foreach", "flat"])
    return parser.parse_args()


def main():
    options = parse()
    print(f"{platform.machine()}, {os.cpu_count()} processors; {options.rounds} rounds of {options.steps} steps, of the "
          f"engine {options.engine_rounds} of {options.segment} ms or more; {ENGINE.load()} before\n")
    turns.Outcome.header()
    outcomes = []
    for case in options.only:
        for outcome in measure(options, case):
            outcome.row()
            outcomes.append(outcome)
    print()
    for outcome in outcomes:
        print("- " + outcome.limits())
    print(f"\n{ENGINE.load()} after")


if __name__ == "__main__":
    main()
