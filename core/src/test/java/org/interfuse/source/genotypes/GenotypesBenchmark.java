package org.interfuse.source.genotypes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.interfuse.modality.WideMatrix;
import org.interfuse.progress.Progress;

/**
 * How long a file set takes to be transposed and a batch to be decoded. Run by hand: {@code
 * GenotypesBenchmark PREFIX SUBJECTS}, for example on what {@code plink1.9 --dummy 1000 1000000
 * --make-bed} writes.
 */
final class GenotypesBenchmark {
  private static final int ROWS = 64;
  private static final int ROUNDS = 7;

  private GenotypesBenchmark() {}

  public static void main(String[] arguments) {
    Variants variants = Variants.read(Path.of(arguments[0] + ".bim"), arguments[0] + ".bim");
    int subjects = Integer.parseInt(arguments[1]);
    BedFile bed =
        BedFile.open(
            Path.of(arguments[0] + ".bed"), arguments[0] + ".bed", variants.count(), subjects);
    ChosenVariants all = new ChosenVariants(null, variants.count(), new BitSet());
    GenotypeMatrix matrix = bed.bySubject(all, Progress.SILENT);
    for (int round = 0; round < 3; round++) {
      long begin = System.nanoTime();
      matrix = bed.bySubject(all, Progress.SILENT);
      System.out.printf("transposition %.2f s%n", (System.nanoTime() - begin) / 1e9);
    }
    int[] most = IntStream.range(0, matrix.columns()).filter(j -> j % 20 != 7).toArray();
    for (int width : new int[] {1024, 4096, 8192}) {
      time("all", matrix, width);
      time("19 of 20", matrix.select(most), width);
    }
  }

  private static void time(String what, WideMatrix matrix, int width) {
    int[] rows = new Random(1).ints(ROWS, 0, matrix.rows()).toArray();
    ByteBuffer tile =
        ByteBuffer.allocateDirect(ROWS * width * Float.BYTES).order(ByteOrder.nativeOrder());
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (int from = 0; from < matrix.columns(); from += width) {
        matrix.read(rows, from, Math.min(matrix.columns(), from + width), tile);
      }
      best = Math.min(best, (System.nanoTime() - begin) / 1e6);
    }
    System.out.printf(
        "%d rows × %,d columns (%s), tiles of %,d: %.1f ms%n",
        ROWS, matrix.columns(), what, width, best);
  }
}
