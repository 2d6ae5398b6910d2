#!/usr/bin/env python3
"""Simulates autosomal genotypes of populations, as a PLINK 1 file set.

    structured.py FOLDER [SUBJECTS [VARIANTS [POPULATIONS [FST]]]]

Writes FOLDER/data.bed .bim .fam, without missing calls: 5,000 subjects x 20,000 variants of 8
populations with an Fst of .05 where nothing else is said. The model is that of Balding and Nichols
(1995): a variant's ancestral frequency f is uniform in [.05, .95], that of population k is
Beta(f (1 - F_k) / F_k, (1 - f) (1 - F_k) / F_k), and variants are independent. Each population is .8
of the size of the one before, and F_k falls from 1.4 to .6 of FST, so that the POPULATIONS - 1
components that the structure has are apart; all further ones are chance. The seed is fixed. Needs
numpy.
"""

import pathlib
import sys

import numpy

CHUNK = 1000  # variants drawn at a time
AUTOSOMES = 22


def sizes(subjects, populations):
    """Subjects of each population, each about .8 of the one before."""
    share = 0.8 ** numpy.arange(populations)
    ends = numpy.rint(subjects * numpy.cumsum(share) / share.sum()).astype(int)
    return numpy.diff(ends, prepend=0)


def packed(calls):
    """Two bits a call, four subjects a byte, of counts of A1 [variants, subjects]."""
    codes = numpy.array([3, 2, 0], numpy.uint8)[calls]
    codes = numpy.pad(codes, ((0, 0), (0, -codes.shape[1] % 4)))
    quads = codes.reshape(len(codes), -1, 4)
    return (quads << numpy.array([0, 2, 4, 6], numpy.uint8)).sum(axis=2, dtype=numpy.uint8)


def main(folder, subjects=5000, variants=20000, populations=8, fst=0.05):
    folder.mkdir(parents=True, exist_ok=True)
    random = numpy.random.default_rng(7)
    divergence = fst * numpy.linspace(1.4, 0.6, populations)
    odds = (1 - divergence) / divergence
    populace = numpy.repeat(numpy.arange(populations), sizes(subjects, populations))
    with open(folder / "data.bed", "wb") as bed:
        bed.write(b"\x6c\x1b\x01")
        for start in range(0, variants, CHUNK):
            count = min(CHUNK, variants - start)
            ancestral = random.uniform(0.05, 0.95, (count, 1))
            frequencies = random.beta(ancestral * odds, (1 - ancestral) * odds)  # [count, populations]
            bed.write(packed(random.binomial(2, frequencies[:, populace])).tobytes())
    with open(folder / "data.bim", "w", encoding="ascii") as bim:
        for j in range(variants):
            bim.write(f"{1 + j * AUTOSOMES // variants}\tv{j}\t0\t{1000 * (j + 1)}\tA\tC\n")
    with open(folder / "data.fam", "w", encoding="ascii") as fam:
        for i, population in enumerate(populace):
            fam.write(f"p{population}\ts{i}\t0\t0\t{1 + i % 2}\t-9\n")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 6:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:5]), *map(float, sys.argv[5:]))
