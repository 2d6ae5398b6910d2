package org.interfuse.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.interfuse.finding.Findings;
import org.interfuse.progress.Progress;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.MatrixSource;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.SourceContext;
import org.interfuse.source.SourceSpec;

/**
 * Seconds to read 1,000 × 20,000 numbers from Parquet, as one column of lists and as columns,
 * beside CSV: run by hand, see {@code benchmarks/parquet}.
 */
public final class WideParquetBenchmark {
  private static final int ROWS = 1_000;
  private static final int COLUMNS = 20_000;
  private static final int ROUNDS = 6;

  private WideParquetBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("wide-parquet");
    try {
      write(folder);
      System.out.printf(
          Locale.ROOT,
          "%,d × %,d, %d threads at most, Java %s%n",
          ROWS,
          COLUMNS,
          DuckDatabase.threads(),
          Runtime.version());
      measure(folder);
    } finally {
      for (String file : List.of("lists.parquet", "columns.parquet", "columns.csv")) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.delete(folder);
    }
  }

  private static void write(Path folder) {
    Path lists = folder.resolve("lists.parquet");
    Duck.write(
        lists,
        "SELECT 's' || i AS id, list_transform(range(%2$d), lambda j: (hash(i*%2$d+j) %% 20000000 / 1000000 - 10)::FLOAT) AS v FROM range(%1$d) t(i)"
            .formatted(ROWS, COLUMNS));
    String columns =
        IntStream.rangeClosed(1, COLUMNS)
            .mapToObj(j -> "v[%1$d] AS v%1$d".formatted(j))
            .collect(Collectors.joining(", ", "SELECT id, ", " FROM '" + lists + "'"));
    Duck.write(folder.resolve("columns.parquet"), columns);
    Duck.run("COPY (%s) TO '%s' (FORMAT csv)".formatted(columns, folder.resolve("columns.csv")));
  }

  private static void measure(Path folder) {
    Map<String, SourceSpec> sources = new LinkedHashMap<>();
    sources.put("lists", Duck.parquet("lists.parquet"));
    sources.put("columns", matrix("columns.parquet"));
    sources.put("csv", matrix("columns.csv"));
    Map<String, double[]> seconds = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) { // interleaved, so that noise meets all alike
      StringBuilder line = new StringBuilder("round " + (round + 1));
      for (Map.Entry<String, SourceSpec> source : sources.entrySet()) {
        double took = read(source.getValue(), folder);
        seconds.computeIfAbsent(source.getKey(), key -> new double[ROUNDS])[round] = took;
        line.append(String.format(Locale.ROOT, ", %s %.2f s", source.getKey(), took));
      }
      System.out.println(line);
    }
    seconds.forEach(
        (name, values) ->
            System.out.printf(Locale.ROOT, "median of %s: %.2f s%n", name, median(values)));
  }

  private static double read(SourceSpec source, Path folder) {
    long start = System.nanoTime();
    Loaded loaded =
        source.read(new SourceContext("rna", folder, null, null, new Findings(), Progress.SILENT));
    if (loaded.ids().size() != ROWS) {
      throw new IllegalStateException("read " + loaded.ids().size() + " rows");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static MatrixSource matrix(String path) {
    return new MatrixSource(
        List.of(path),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        "rows",
        List.of(),
        List.of());
  }

  /** Without the first round, which warms up. */
  private static double median(double[] values) {
    double[] sorted = Arrays.copyOfRange(values, 1, values.length);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
