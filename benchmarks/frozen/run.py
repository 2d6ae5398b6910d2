#!/usr/bin/env python3
"""What a frozen encoder costs: one pass, then what a table costs.

Two parts, each on one core (taskset), with a cache of representations of its own that is empty at first:

sentences   10,000 texts of 8 to 24 words, drawn by chance; `minilm`. The first run computes what the
            network makes of them, the second finds all of it. Then the seconds of an epoch (of all fits of a run), from runs of
            10 and 40 epochs, beside those of a table of as many columns as the network gives numbers
            (384), in turns.
images      photographs drawn by chance, 160 x 160 pixels, PNG; an ONNX file. Images a second and core of
            the first run, and how many of the second run's were found.

    benchmarks/frozen/run.py [sentences] [images] [--onnx FILE] [--rounds N] [--interfuse COMMAND]

--onnx        default ../shared/data/encoders/mobilenet_v2.onnx, whose output `features` is taken
--interfuse   the command, else the launcher of this checkout

Needs Python 3 and taskset (util-linux).
"""

import argparse
import os
import pathlib
import random
import re
import shlex
import statistics
import struct
import subprocess
import tempfile
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
WIDTH = 384
STUDY = """interfuse: 1
study: frozen
cohort: {{table: cohort.csv, id: id, target: {{type: classification, column: answer}}}}
modalities:
  only: {modality}
training: {{epochs: {epochs}, batch: 64, validation: 0, ensemble: 1}}
"""
TEXT = "{source: text, path: texts.csv, columns: text, encoder: minilm}"
TABLE = "{path: table.csv, encoder: {type: identity}}"
IMAGE = "{source: image, path: images, encoder: {type: onnx, path: %s, output: features}}"


def cohort(folder, subjects):
    draw = random.Random(1)
    with open(folder / "cohort.csv", "w") as table:
        table.write("id,answer\n")
        for i in range(subjects):
            table.write(f"s{i},{draw.choice(['yes', 'no'])}\n")


def texts(folder, subjects):
    draw = random.Random(2)
    words = ["".join(draw.choice(["ba", "ri", "to", "men", "sul", "ka", "per"]) for _ in range(draw.randint(1, 3)))
             for _ in range(300)]
    with open(folder / "texts.csv", "w") as table:
        table.write("id,text\n")
        for i in range(subjects):
            table.write(f"s{i},{' '.join(draw.choices(words, k=draw.randint(8, 24)))}\n")


def table(folder, subjects):
    draw = random.Random(3)
    with open(folder / "table.csv", "w") as file:
        file.write("id," + ",".join(f"n{j}" for j in range(WIDTH)) + "\n")
        for i in range(subjects):
            file.write(f"s{i}," + ",".join(f"{draw.gauss(0, 1):.3f}" for _ in range(WIDTH)) + "\n")


def png(path, side, draw):
    """Blocks of 8 x 8 pixels of one colour each."""
    blocks = [[draw.randbytes(3) * 8 for _ in range(side // 8)] for _ in range(side // 8)]
    rows = b"".join((b"\0" + b"".join(row)) * 8 for row in blocks)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def images(folder, subjects):
    draw = random.Random(4)
    (folder / "images").mkdir()
    for i in range(subjects):
        png(folder / "images" / f"s{i}.png", 160, draw)


def train(options, folder, modality, epochs):
    """Seconds of a whole run, and what it said of the cache."""
    (folder / "study.yaml").write_text(STUDY.format(modality=modality, epochs=epochs))
    with tempfile.TemporaryDirectory() as run:
        command = ["taskset", "-c", "0", *options.interfuse, "train", str(folder / "study.yaml"), "-o", run + "/run"]
        start = time.monotonic()
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            env={**os.environ, "JAVA_TOOL_OPTIONS": f"-Dinterfuse.representations={folder / 'cache'}"})
        seconds = time.monotonic() - start
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    said = re.search(r"([\d,]+) in all, ([\d,]+) computed", done.stdout + done.stderr)
    counts = [int(number.replace(",", "")) for number in said.groups()] if said else None
    return seconds, counts


def one_pass(options, folder, modality):
    first, computed = train(options, folder, modality, 1)
    second, again = train(options, folder, modality, 1)
    hits = 1 - again[1] / again[0]
    print(f"first run {first:.1f} s, {computed[1]:,} of {computed[0]:,} computed; second run {second:.1f} s, "
          f"{again[1]:,} computed: hit ratio {hits:.3f}")
    print(f"{computed[1] / (first - second):.1f} a second on one core", flush=True)


def epoch(options, folder, modality):
    few, _ = train(options, folder, modality, 10)
    many, _ = train(options, folder, modality, 40)
    return (many - few) / 30


def sentences(options, folder):
    cohort(folder, 10_000)
    texts(folder, 10_000)
    table(folder, 10_000)
    print("sentences: 10,000, minilm")
    one_pass(options, folder, TEXT)
    pairs = [(epoch(options, folder, TEXT), epoch(options, folder, TABLE)) for _ in range(options.rounds)]
    text, numbers = (statistics.median(side) for side in zip(*pairs))
    ratios = [one / other for one, other in pairs]
    print(f"an epoch of all fits of a run: {text:.3f} s, of a table of {WIDTH} columns {numbers:.3f} s; ratio "
          f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}, {options.rounds} rounds)", flush=True)


def pictures(options, folder):
    cohort(folder, 1_000)
    images(folder, 1_000)
    print("images: 1,000,", pathlib.Path(options.onnx).name)
    one_pass(options, folder, IMAGE % pathlib.Path(options.onnx).resolve())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=["sentences", "images"], metavar="part")
    parser.add_argument("--onnx", default=str(ROOT / "../shared/data/encoders/mobilenet_v2.onnx"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--interfuse", type=shlex.split, default=[str(ROOT / "interfuse")])
    options = parser.parse_args()
    for part in options.parts:
        with tempfile.TemporaryDirectory() as folder:
            {"sentences": sentences, "images": pictures}[part](options, pathlib.Path(folder))


main()
