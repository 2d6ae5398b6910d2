#!/bin/sh
# Simulates cases and controls with planted genetic and clinical effects.
# Usage: simulate.sh FOLDER [SNPS [SUBJECTS [CAUSAL]]]; needs plink1.9, awk.
# Writes FOLDER/data.bed .bim .fam and FOLDER/clinical.csv: subject, case, age, bmi, smoker, and two
# columns that say nothing. The clinical effects are drawn with a seed of their own.
set -eu
folder="$1"; snps="${2:-1000000}"; subjects="${3:-2000}"; causal="${4:-100}"
mkdir -p "$folder"
half=$((subjects / 2))
printf '%s null 0.05 0.95 1.00 1.00\n%s causal 0.20 0.80 1.35 mult\n' \
  "$((snps - causal))" "$causal" > "$folder/effects.sim"
plink1.9 --simulate "$folder/effects.sim" --simulate-ncases "$half" \
  --simulate-ncontrols "$half" --seed 7 --make-bed --out "$folder/data" > /dev/null
awk -v OFS=, '
  function normal() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307 * rand()) }
  BEGIN { srand(7); print "subject", "case", "age", "bmi", "smoker", "noise_a", "noise_b" }
  {
    sick = $6 == 2
    printf "%s,%d,%.1f,%.1f,%d,%.3f,%.3f\n", $2, sick, 55 + 6 * sick + 12 * normal(),
      26 + 1.2 * sick + 4 * normal(), rand() < 0.25 + 0.12 * sick, normal(), normal()
  }
' "$folder/data.fam" > "$folder/clinical.csv"
