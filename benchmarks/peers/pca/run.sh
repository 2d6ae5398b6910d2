#!/bin/sh
# Principal components of a PLINK 1 file set: Interfuse beside plink 1.9 and plink 2, in turns.
# Usage: run.sh FOLDER [NAME [COMPONENTS [THREADS [ROUNDS]]]]; needs plink1.9, plink2, python3, java.
# First: mvn -q -pl core test-compile, and core/target/classpath.txt:
# mvn -q -pl core dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
# Up to 4,096 subjects, as of hapmap3, ours is the exact way; for the approximate one:
#   structured.py FOLDER, then run.sh FOLDER data 7
# HEAP is Java's, 2g unless said. Autosomes alone: plink leaves other chromosomes out of its components.
# All times are of whole processes, from start to the file of components; plink 2 counts its
# allele frequencies in that one process (50 subjects or more).
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
  ours=$(seconds java "-Xmx${HEAP:-2g}" -cp "$classes" org.interfuse.encoder.wide.ComponentsProgram \
    "$folder" "$name" "$k" "$threads" "$work/ours.tsv")
  one=$(seconds plink1.9 --bfile "$folder/$name" --pca "$k" --threads "$threads" --out "$work/one")
  two=$(seconds plink2 --bfile "$folder/$name" --pca approx "$k" --threads "$threads" --out "$work/two")
  echo "round $round, $threads threads: interfuse $ours s, plink1.9 --pca $one s, plink2 --pca approx $two s"
  echo "$ours $one $two" >> "$work/times"
done
python3 -c 'import statistics, sys
rounds = [[float(cell) for cell in line.split()] for line in open(sys.argv[1])]
one, two = (statistics.median(r[0] / r[i] for r in rounds) for i in (1, 2))
print(f"interfuse takes {one:.2f} times as long as plink1.9, {two:.2f} times as long as plink2 (medians of rounds)")
' "$work/times"
python3 "$here/agreement.py" "$work/ours.tsv" "$work/one.eigenvec" "$work/two.eigenvec"
