package org.interfuse.source;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.interfuse.finding.Findings;
import org.interfuse.progress.Progress;

/**
 * Seconds to read a CSV file of 1,000 × 20,000 numbers beside one plain pass over its bytes: run by
 * hand, see {@code benchmarks/matrix-reader}.
 */
public final class MatrixReaderBenchmark {
  private static final int ROWS = 1_000;
  private static final int COLUMNS = 20_000;
  private static final int ROUNDS = 7;

  private MatrixReaderBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("matrix-reader");
    Path file = folder.resolve("matrix.csv");
    try {
      write(file);
      System.out.printf(
          Locale.ROOT,
          "%,d bytes, %d threads at most, Java %s%n",
          Files.size(file),
          Math.min(4, Runtime.getRuntime().availableProcessors()),
          Runtime.version());
      measure(folder, file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void measure(Path folder, Path file) throws IOException {
    double[] bytes = new double[ROUNDS];
    double[] matrix = new double[ROUNDS];
    double[] table = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) { // interleaved, so that noise meets all alike
      long start = System.nanoTime();
      long sum = pass(file);
      bytes[round] = seconds(start);
      matrix[round] = read(SourceSpecs.matrix("matrix.csv", "rows"), folder);
      table[round] = read(SourceSpecs.table("matrix.csv"), folder);
      System.out.printf(
          Locale.ROOT,
          "round %d: bytes %.3f s (sum %d), matrix %.3f s, table %.3f s%n",
          round + 1,
          bytes[round],
          sum,
          matrix[round],
          table[round]);
    }
    System.out.printf(
        Locale.ROOT,
        "median: bytes %.3f s, matrix %.3f s, table %.3f s%n",
        median(bytes),
        median(matrix),
        median(table));
  }

  private static double read(SourceSpec source, Path folder) {
    long start = System.nanoTime();
    Loaded loaded =
        source.read(new SourceContext("rna", folder, null, null, new Findings(), Progress.SILENT));
    if (loaded.ids().size() != ROWS) {
      throw new IllegalStateException("read " + loaded.ids().size() + " rows");
    }
    return seconds(start);
  }

  /** Adds up every byte, in one thread. */
  private static long pass(Path file) throws IOException {
    byte[] buffer = new byte[1 << 20];
    long sum = 0;
    try (InputStream stream = Files.newInputStream(file)) {
      int length = stream.read(buffer);
      while (length >= 0) {
        for (int i = 0; i < length; i++) {
          sum += buffer[i];
        }
        length = stream.read(buffer);
      }
    }
    return sum;
  }

  private static void write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      StringBuilder line = new StringBuilder("id");
      for (int column = 0; column < COLUMNS; column++) {
        line.append(",g").append(column);
      }
      out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
      for (int row = 0; row < ROWS; row++) {
        line.setLength(0);
        line.append('s').append(row);
        for (int column = 0; column < COLUMNS; column++) {
          int millionths = random.nextInt(-9_999_999, 10_000_000);
          line.append(millionths < 0 ? ",-" : ",").append(Math.abs(millionths) / 1_000_000);
          String fraction = Integer.toString(1_000_000 + Math.abs(millionths) % 1_000_000);
          line.append('.').append(fraction, 1, 7);
        }
        out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
