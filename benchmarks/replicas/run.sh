#!/usr/bin/env bash
#
# Fits of one architecture at once beside the same fits one after another. README.md here has the
# figures.
#
# usage: benchmarks/replicas/run.sh [ROUNDS [PART OF A NAME]]     from the repository's root

set -eu
mvn -q -pl core test-compile
mvn -q -pl core dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
# as the launcher has them
export THP_MEM_ALLOC_ENABLE=1 MALLOC_TRIM_THRESHOLD_=67108864 MALLOC_MMAP_THRESHOLD_=33554432 GOMP_SPINCOUNT=10000
exec java -cp "core/target/classes:core/target/test-classes:$(cat core/target/classpath.txt)" \
  org.interfuse.training.ReplicasBenchmark "$@"
