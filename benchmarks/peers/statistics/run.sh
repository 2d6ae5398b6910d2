#!/usr/bin/env bash
# Regenerates the inputs and the peers' figures in a temporary folder, checks that they equal the
# committed ones, and prints how far our figures are from the peers'.
#   run.sh           check
#   run.sh --write   write the committed files anew
# Needs python3 with scikit-learn and SciPy, R with pROC and survival, Maven.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
committed="$root/core/src/test/resources/statistics"
python=${PYTHON:-python3}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [[ "${1:-}" == "--write" ]]; then
  folder_out="$committed"
else
  folder_out="$folder"
fi

"$python" "$here/generate.py" "$folder_out"
"$python" "$here/statistics_scipy.py" "$folder_out" "$folder_out/expected_scipy.csv"
Rscript "$here/statistics.R" "$folder_out" "$folder_out/expected_r.csv"
"$python" "$here/../metrics/compare.py" "$committed" "$folder_out"

cd "$root"
mvn -B -q -pl core test -Dtest=StatisticsAgreementTest -Dsurefire.failIfNoSpecifiedTests=false
