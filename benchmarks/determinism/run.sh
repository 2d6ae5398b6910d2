#!/usr/bin/env bash
#
# Trains studies again and again, each time with one thing changed, and prints how far weights and
# predictions are from the first time: one of 1,500 columns (400 subjects, batches of 160, width 256)
# that encoder wide reads in tiles, the same as a table with a multilayer perceptron, whose tensors are
# large enough to be divided among threads, and the planted example.
#
#   benchmarks/determinism/run.sh [FOLDER [STUDY...]]     keeps the runs in FOLDER
#
# STUDY       wide, table or planted, else all of them
#
# INTERFUSE   the command, else the launcher of this checkout
# OTHER_JAVA  the home of another JDK, else the first JDK 25 of /usr/lib/jvm; none: left out

set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
root="$(cd "$here/../.." && pwd -P)"
interfuse="${INTERFUSE:-$root/interfuse}"
work="${1:-$(mktemp -d)}"
[ $# -gt 1 ] || set -- "$work" wide table planted
other_java="${OTHER_JAVA:-$(ls -d /usr/lib/jvm/*25*/ 2>/dev/null | head -n 1 || true)}"

trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
mkdir -p "$work"
cp "$root"/examples/planted/*.csv "$work/"
python3 "$here/wide.py" "$work"
sed -e 's/^training:.*/training: {epochs: 10, threads: 1}/' -e '/^comparison:/,$d' \
  "$root/examples/planted/study.yaml" >"$work/planted.yaml"
echo 'split: {folds: 2}' >>"$work/planted.yaml"

# train STUDY NAME [THREADS [WORKERS]]
train() {
  sed "s/threads: 1/threads: ${3:-1}/" "$work/$1.yaml" >"$work/$1-$2.yaml"
  "$interfuse" train "$work/$1-$2.yaml" -o "$work/$1-$2" --workers "${4:-1}" --quiet >/dev/null
}

busy() { while :; do :; done; }

row() { python3 "$here/compare.py" "$2" "$work/$1-first" "$work/$1-$3"; }

for study in "${@:2}"; do
  echo
  echo "$study:"
  printf '%-34s %-12s %-22s %s\n' changed 'same bits' 'weights (relative)' 'predictions (absolute)'
  train "$study" first
  train "$study" again
  row "$study" 'nothing' again
  train "$study" workers2 1 2
  row "$study" '2 workers' workers2
  train "$study" workers3 1 3
  row "$study" '3 workers' workers3
  busy &
  busy &
  train "$study" beside 1 2
  # shellcheck disable=SC2046
  kill $(jobs -p)
  wait
  row "$study" '2 workers beside 2 busy processes' beside
  if [ -n "$other_java" ]; then
    JAVA_HOME="$other_java" train "$study" java
    row "$study" "Java: $(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$other_java/release")" java
  fi
  for threads in 2 4; do
    train "$study" "threads$threads" "$threads"
    row "$study" "training.threads: $threads" "threads$threads"
  done
  for level in default avx2; do
    ATEN_CPU_CAPABILITY=$level train "$study" "aten-$level"
    row "$study" "ATEN_CPU_CAPABILITY=$level" "aten-$level"
  done
  for core in Haswell Zen Prescott; do
    OPENBLAS_CORETYPE=$core train "$study" "openblas-$core"
    row "$study" "OPENBLAS_CORETYPE=$core" "openblas-$core"
  done
  ATEN_CPU_CAPABILITY=avx2 OPENBLAS_CORETYPE=Haswell ONEDNN_MAX_CPU_ISA=AVX2 train "$study" old
  row "$study" 'these and oneDNN as on a Haswell' old
done
