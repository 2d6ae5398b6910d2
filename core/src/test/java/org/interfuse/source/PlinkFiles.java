package org.interfuse.source;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** PLINK 1 files of known genotypes, written byte by byte for tests. */
public final class PlinkFiles {
  /** A missing genotype. */
  public static final int MISSING = -1;

  private PlinkFiles() {}

  /** Copies of A1, [subject][variant], a twentieth of them missing. */
  public static int[][] random(int subjects, int variants, long seed) {
    Random random = new Random(seed);
    int[][] copies = new int[subjects][variants];
    for (int[] row : copies) {
      for (int j = 0; j < variants; j++) {
        row[j] = random.nextInt(20) == 0 ? MISSING : random.nextInt(3);
      }
    }
    return copies;
  }

  /** The .bed: 00 two copies, 01 missing, 10 one, 11 none; four subjects a byte, lowest first. */
  public static byte[] bed(int[][] copies) {
    int variants = copies[0].length;
    int line = (copies.length + 3) / 4;
    byte[] bed = new byte[3 + variants * line];
    bed[0] = 0x6c;
    bed[1] = 0x1b;
    bed[2] = 1;
    for (int j = 0; j < variants; j++) {
      for (int i = 0; i < copies.length; i++) {
        int code =
            switch (copies[i][j]) {
              case 2 -> 0;
              case 1 -> 2;
              case 0 -> 3;
              default -> 1;
            };
        bed[3 + j * line + i / 4] |= (byte) (code << (2 * (i % 4)));
      }
    }
    return bed;
  }

  /** Variants rs1, rs2, … on chromosome 1, 1,000 base pairs apart, alleles A (counted) and G. */
  public static String bim(int variants) {
    StringBuilder bim = new StringBuilder();
    for (int j = 1; j <= variants; j++) {
      bim.append("1\trs%d\t0\t%d\tA\tG\n".formatted(j, 1000 * j));
    }
    return bim.toString();
  }

  /** Subjects s1, s2, … each in a family of the same number. */
  public static String fam(int subjects) {
    StringBuilder fam = new StringBuilder();
    for (int i = 1; i <= subjects; i++) {
      fam.append("f%d s%d 0 0 %d %d\n".formatted(i, i, 1 + i % 2, 1 + i % 3 % 2));
    }
    return fam.toString();
  }

  /** Writes the three files. */
  public static void write(SourceFolder folder, String name, int[][] copies) {
    folder.file(name + ".bed", bed(copies));
    folder.file(name + ".bim", bim(copies[0].length).getBytes(StandardCharsets.UTF_8));
    folder.file(name + ".fam", fam(copies.length).getBytes(StandardCharsets.UTF_8));
  }
}
