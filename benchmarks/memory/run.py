#!/usr/bin/env python3
"""What `check` foretells of memory beside what the run then holds.

For each study: the peak that `interfuse check --json` tells, the most that a process of `interfuse
compare` was resident (VmHWM, from the kernel's account of the child process), and their ratio. Wide
studies are made by chance here, from fixed seeds; `adrenocortical` is the example of this repository.

    benchmarks/memory/run.py [--only PART OF A NAME] [--keep FOLDER] [--interfuse COMMAND]

--interfuse   the command, else the launcher of this checkout; `java …` gives its own heap's limit
--cold        besides, `check` with an empty cache of native libraries (INTERFUSE_CACHE), once a study

A figure within 0.85 and 1.15 is what is aimed at. Needs Python 3 and about 1 GB of disk.
"""

import argparse
import json
import os
import pathlib
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def classes(folder, subjects):
    draw = random.Random(1)
    with open(folder / "cohort.csv", "w") as table:
        table.write("id,age,class\n")
        for i in range(subjects):
            table.write(f"s{i},{draw.gauss(60, 10):.1f},{'ill' if draw.random() < .5 else 'well'}\n")


def genotypes(folder, subjects, columns):
    """A .bed of random calls in the order of variants, as PLINK writes them."""
    classes(folder, subjects)
    draw = random.Random(2)
    line = (subjects + 3) // 4
    with open(folder / "snps.bim", "w") as bim, open(folder / "snps.bed", "wb") as bed:
        bed.write(bytes([0x6C, 0x1B, 1]))
        pieces = [bytes(draw.choices([0xFF, 0xFA, 0xEF, 0xBB, 0xEA, 0xAF, 0x2F], k=line)) for _ in range(997)]
        for j in range(columns):
            bim.write(f"1\tv{j}\t0\t{100 * j + 1}\tA\tG\n")
            start = draw.randrange(line)
            piece = pieces[draw.randrange(997)]
            bed.write(piece[start:] + piece[:start])
    with open(folder / "snps.fam", "w") as fam:
        for i in range(subjects):
            fam.write(f"s{i} s{i} 0 0 0 -9\n")


def cells(folder, subjects, columns, stored):
    classes(folder, subjects)
    draw = random.Random(3)
    with open(folder / "cells.csv", "w") as table:
        table.write("id,column,value\n")
        for i in range(subjects):
            for j in draw.sample(range(columns), stored):
                table.write(f"s{i},c{j},{draw.randrange(1, 9)}\n")


def study(folder, source, encoder, training="epochs: 2", candidates=None):
    chosen = "" if candidates is None else f"comparison: {{candidates: [{candidates}]}}\n"
    (folder / "study.yaml").write_text(
        f"""interfuse: 1
study: memory
cohort: {{table: cohort.csv, target: {{type: classification, column: class, classes: [well, ill]}}}}
modalities:
  clinical: {{columns: [age]}}
  wide: {{{source}, encoder: {{type: wide, {encoder}}}}}
model: {{fusion: concat}}
training: {{{training}}}
split: {{folds: 2}}
{chosen}""")


FUSED = "{fusion: concat}"
BED = "source: genotypes, path: snps"


def adrenocortical(folder):
    for file in (ROOT / "examples/adrenocortical").iterdir():
        shutil.copy(file, folder)


def dense(folder):
    genotypes(folder, 400, 300_000)
    study(folder, BED, "projection: dense, width: 512", "epochs: 1, ensemble: 1", FUSED)


def adamw(folder):
    genotypes(folder, 400, 200_000)
    study(folder, BED, "projection: dense, width: 256, optimiser: adamw", "epochs: 1, ensemble: 1", FUSED)


def pca(folder):
    genotypes(folder, 4000, 20_000)
    study(folder, BED, "projection: pca, components: 32", "epochs: 1, ensemble: 1", FUSED)


def screened(folder):
    genotypes(folder, 400, 2_000_000)
    study(folder, BED, "projection: screened, keep: 200", "epochs: 2, ensemble: 1", FUSED)


def grouped(folder):
    genotypes(folder, 400, 1_000_000)
    study(folder, BED + ", groups: {window: 20000}", "projection: grouped, width: 32", "epochs: 1, ensemble: 1", FUSED)


def standard(folder):
    genotypes(folder, 3000, 20_000)
    study(folder, BED, "projection: pca", "epochs: 1", None)


def sparse(folder):
    cells(folder, 2000, 300_000, 300)
    study(folder, "source: sparse, path: cells.csv", "projection: dense, width: 256, arithmetic: float32",
          "epochs: 30, patience: 30, ensemble: 1", FUSED)


STUDIES = {
    "adrenocortical": adrenocortical,
    "genotypes, dense": dense,
    "genotypes, dense with AdamW": adamw,
    "genotypes, pca of 4,000 rows": pca,
    "genotypes, screened of 2,000,000": screened,
    "genotypes, grouped": grouped,
    "genotypes, default candidates": standard,
    "sparse, dense": sparse,
}


def run(command, environment=None):
    """The process's output, its peak in bytes, and seconds."""
    begin = time.time()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        if status != 0:
            err.seek(0)
            sys.exit(f"{shlex.join(map(str, command))}: {err.read().decode()[-3000:]}")
        out.seek(0)
        return out.read().decode(), usage.ru_maxrss * 1024, time.time() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep")
    parser.add_argument("--interfuse", default=str(ROOT / "interfuse"))
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    program = shlex.split(options.interfuse)
    work = pathlib.Path(options.keep or tempfile.mkdtemp())
    run([*program, "--version"])
    print("| study | workers | told, MB | peak, MB | peak over told | seconds |" + (" told cold, MB |" if options.cold else ""))
    print("|---|---|---|---|---|---|" + ("---|" if options.cold else ""))
    for name, make in STUDIES.items():
        if options.only not in name:
            continue
        folder = work / name.replace(" ", "-").replace(",", "")
        if not (folder / "study.yaml").exists():
            folder.mkdir(parents=True, exist_ok=True)
            make(folder)
        file = folder / "study.yaml"
        shutil.rmtree(folder / "run", ignore_errors=True)
        memory = json.loads(run([*program, "check", file, "--json", "--quiet"])[0])["memory"]
        _, peak, seconds = run([*program, "compare", file, "-o", folder / "run", "--quiet"])
        told = memory["peak_bytes"]
        row = f"| {name} | {memory['workers']} | {told / 1e6:,.0f} | {peak / 1e6:,.0f} | {peak / told:.2f} | {seconds:.0f} |"
        if options.cold:
            with tempfile.TemporaryDirectory() as cache:
                text = run([*program, "check", file, "--json", "--quiet"], {**os.environ, "INTERFUSE_CACHE": cache})[0]
                row += f" {json.loads(text)['memory']['peak_bytes'] / 1e6:,.0f} |"
        print(row, flush=True)
    if not options.keep:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
