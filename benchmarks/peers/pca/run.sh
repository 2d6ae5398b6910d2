#!/bin/sh
# Principal components of a PLINK 1 file set: Interfuse beside plink 1.9 and plink 2, in turns.
# Usage: run.sh FOLDER [NAME [COMPONENTS [THREADS [ROUNDS]]]]; needs plink1.9, plink2, python3, java.
# First: mvn -q -pl core test-compile, and core/target/classpath.txt (the launcher writes it).
# Autosomes alone: plink leaves other chromosomes out of its components.
# All times are of whole processes, from start to the file of components.
set -eu
folder="$1"; name="${2:-data}"; k="${3:-10}"; threads="${4:-2}"; rounds="${5:-3}"
here="$(cd "$(dirname "$0")" && pwd)"; core="$here/../../../core"
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT
classes="$core/target/test-classes:$core/target/classes:$(cat "$core/target/classpath.txt")"

seconds() { python3 -c 'import subprocess, sys, time
start = time.time()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print("%.2f" % (time.time() - start))' "$@"; }

plink1.9 --bfile "$folder/$name" --chr 1-22 --make-bed --out "$work/$name" > /dev/null
folder="$work"
for round in $(seq "$rounds"); do
  ours=$(seconds java -Xmx2g -cp "$classes" org.interfuse.encoder.wide.ComponentsProgram \
    "$folder" "$name" "$k" "$threads" "$work/ours.tsv")
  one=$(seconds plink1.9 --bfile "$folder/$name" --pca "$k" --threads "$threads" --out "$work/one")
  plink2 --bfile "$folder/$name" --freq --out "$work/freq" > /dev/null
  two=$(seconds plink2 --bfile "$folder/$name" --read-freq "$work/freq.afreq" \
    --pca approx "$k" --threads "$threads" --out "$work/two")
  echo "round $round, $threads threads: interfuse $ours s, plink1.9 --pca $one s, plink2 --pca approx $two s"
done
python3 "$here/agreement.py" "$work/ours.tsv" "$work/one.eigenvec" "$work/two.eigenvec"
