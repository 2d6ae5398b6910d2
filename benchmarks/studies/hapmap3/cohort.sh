#!/bin/sh
# Writes the cohort table of study.yaml: who is in the .fam, and the population of each.
# Usage: cohort.sh FOLDER > cohort.csv, with data.fam and relationships_w_pops_121708.txt in FOLDER.
set -eu
awk -v OFS=, '
  FNR == NR { if (FNR > 1) population[$2] = $7; next }
  FNR == 1 && NR > 1 { print "subject", "sex", "population" }
  { print $2, $5, population[$2] }
' "$1/relationships_w_pops_121708.txt" "$1/data.fam"
