#!/usr/bin/env bash
#
# Deals the training cases of one official fold to five folds of their own, so that options can be
# chosen without its validation cases. Writes inner_0.csv to inner_4.csv, one fold each.
#
# usage: inner-splits.sh FOLD_CSV FOLDER      for example …/tcga/splits/gbmlgg/splits_0.csv target/gbmlgg

set -eu
fold="$1" folder="$2"
mkdir -p "$folder"
for k in 0 1 2 3 4; do
  # a case's place is its number in the file, which is sorted by case and so by hospital
  awk -F, -v k="$k" '
    NR > 1 && $2 != "" { if (n++ % 5 == k) test[t++] = $2; else train[r++] = $2 }
    END {
      print "train,test"
      for (i = 0; i < r; i++) print train[i] "," (i < t ? test[i] : "")
    }' "$fold" >"$folder/inner_$k.csv"
done
