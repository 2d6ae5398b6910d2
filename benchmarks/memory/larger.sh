#!/bin/sh
# A study of a mapped matrix that is larger than the memory its process may have.
# Usage: larger.sh FOLDER [SUBJECTS [COLUMNS [LIMIT]]]; needs python3 with numpy, and FOLDER on a disk.
# 1,000 subjects x 4,000,000 bytes (4 GB) and a limit of 2,000,000,000 bytes where nothing else is
# said. 20 of the columns tell the classes apart, so a study that read all of them finds that out.
#
# The limit is that of a control group, which counts the pages of files too: what the process maps
# must be given back before it can read on. Written as root (version 1 or 2), else of systemd's user.
# The file's pages are dropped first, since the group would not be charged for those that are there.
# Environment: INTERFUSE (the launcher of this checkout), INTERFUSE_JAVA_OPTIONS (-Xmx512m), and
# LINES (columns), whose cells follow each other: with LINES=subjects a tile of columns is a piece of
# each subject's line, and the system reads ahead in every line, 128 kB on most machines, but as much
# as read_ahead_kb of /sys/block/DISK/queue says. SUBJECTS times that must be below what is left.
set -eu
[ $# -ge 1 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
folder="$1"; subjects="${2:-1000}"; columns="${3:-4000000}"; limit="${4:-2000000000}"
here="$(cd "$(dirname "$0")" && pwd)"
lines="${LINES:-columns}"
program="${INTERFUSE:-$here/../../interfuse}"
INTERFUSE_JAVA_OPTIONS="${INTERFUSE_JAVA_OPTIONS:--Xmx512m}"; export INTERFUSE_JAVA_OPTIONS
mkdir -p "$folder"
"$program" --version # built and unpacked, outside the limit

python3 - "$folder" "$subjects" "$columns" "$lines" << 'END'
import os, sys, numpy
folder, subjects, columns, across = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "subjects"
random = numpy.random.default_rng(7)
sick = numpy.arange(subjects) % 2
planted = random.choice(columns, 20, replace=False)
with open(folder + "/wide.npy", "wb") as file:
    numpy.lib.format.write_array_header_1_0(
        file, {"descr": "|u1", "fortran_order": not across, "shape": (subjects, columns)})
    count, width = (subjects, columns) if across else (columns, subjects)
    block = max(1, (1 << 25) // width)  # lines at a time, 32 MB
    for start in range(0, count, block):
        some = min(block, count - start)
        cells = numpy.frombuffer(random.bytes(some * width), numpy.uint8).reshape(some, width).copy()
        # what is planted, [lines, cells], whichever of them are subjects
        places = (slice(None), planted) if across else planted[(planted >= start) & (planted < start + some)] - start
        higher = 60.0 * (sick[start:start + some, None] if across else sick)
        cells[places] = numpy.clip(cells[places] + higher, 0, 255)
        file.write(cells)
    file.flush()
    os.fsync(file.fileno())
with open(folder + "/ids.txt", "w") as ids, open(folder + "/clinical.csv", "w") as table:
    table.write("subject,case,age\n")
    for i in range(subjects):
        ids.write(f"s{i}\n")
        table.write(f"s{i},{sick[i]},{random.normal(55 + 3 * sick[i], 10):.1f}\n")
END

cat > "$folder/study.yaml" << 'END'
interfuse: 1
study: larger-than-memory
cohort:
  table: clinical.csv
  id: subject
  target: {type: classification, column: case}
modalities:
  clinical: {columns: [age]}
  wide:
    source: matrix
    path: wide.npy
    mapped: true
    ids: ids.txt
    encoder: {type: wide, projection: screened, keep: 40, width: 16}
model: {fusion: concat, width: 16, head: {widths: []}}
training: {epochs: 30, patience: 10, seed: 11, ensemble: 1}
split: {folds: 2}
comparison:
  primary: screened
  candidates:
    - {fusion: concat, name: screened}
    - {strategy: unimodal, modality: clinical}
END
python3 -c 'import os, sys
with open(sys.argv[1], "rb") as file:
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    print(f"{sys.argv[1]}: {os.fstat(file.fileno()).st_size:,} bytes; limit {int(sys.argv[2]):,}")
' "$folder/wide.npy" "$limit"

rm -rf "$folder/run"
set -- "$program" compare "$folder/study.yaml" -o "$folder/run" --workers 1
name="interfuse-larger-$$"
group=""
for root in /sys/fs/cgroup/memory /sys/fs/cgroup; do # version 1, version 2
  if [ -z "$group" ] && [ -w "$root/cgroup.procs" ] && mkdir "$root/$name" 2> /dev/null; then
    if [ -e "$root/$name/memory.limit_in_bytes" ] || [ -e "$root/$name/memory.max" ]; then
      group="$root/$name"
    else
      rmdir "$root/$name"
    fi
  fi
done
status=0
if [ -n "$group" ]; then
  trap 'rmdir "$group"' EXIT; trap 'exit 130' INT TERM
  [ ! -e "$group/memory.max" ] || echo 0 > "$group/memory.swap.max" 2> /dev/null || true
  for file in memory.limit_in_bytes memory.max; do
    [ ! -e "$group/$file" ] || echo "$limit" > "$group/$file"
  done
  sh -c 'echo $$ > "$0/cgroup.procs" && exec "$@"' "$group" "$@" || status=$?
  for file in memory.limit_in_bytes memory.max_usage_in_bytes memory.failcnt memory.max memory.peak memory.events; do
    [ ! -e "$group/$file" ] || echo "$file $(tr '\n' ' ' < "$group/$file")"
  done
elif systemd-run --user --scope -q -p "MemoryMax=$limit" true 2> /dev/null; then
  # shellcheck disable=SC2016
  systemd-run --user --scope -q -p "MemoryMax=$limit" -p MemorySwapMax=0 sh -c '"$@"; status=$?
    group="/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)"
    for file in memory.max memory.peak memory.events; do
      [ ! -e "$group/$file" ] || echo "$file $(tr "\n" " " < "$group/$file")"
    done
    exit $status' sh "$@" || status=$?
else
  echo "larger.sh: this user can limit no process's memory: neither a control group nor systemd --user" >&2
  exit 1
fi
[ "$status" = 0 ] || echo "interfuse ended with $status" >&2
exit "$status"
