#!/usr/bin/env bash
#
# Times `interfuse compare` on adrenocortical, and the same network fits one after another in Python
# torch. README.md here has the figures.
#
# usage: benchmarks/protocol/run.sh [PYTHON]     from the repository's root; PYTHON has torch

set -eu
python="${1:-python3}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
echo "compare:"
time ./interfuse compare benchmarks/protocol/study.yaml -o "$folder/run"
for threads in 1 2; do
  OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 \
    "$python" benchmarks/protocol/fits.py "$folder/run"
done
