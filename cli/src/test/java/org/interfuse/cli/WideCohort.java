package org.interfuse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** The files of a study of genotypes, codes and a clinical table. */
final class WideCohort {
  static final int SUBJECTS = 90;
  static final int VARIANTS = 300;

  private WideCohort() {}

  /** The class goes with variant 7 and with age; everybody but the last nine has genotypes. */
  static Path write(Path to) throws IOException {
    return write(to, VARIANTS);
  }

  /**
   * The class goes with every so manieth variant besides, each a draw in three at random.
   *
   * @param every from 7 on
   */
  static Path write(Path to, int every) throws IOException {
    Random random = new Random(11);
    StringBuilder table = new StringBuilder("id,age,class\n");
    StringBuilder codes = new StringBuilder("id,column\n");
    StringBuilder fam = new StringBuilder();
    int[][] copies = new int[SUBJECTS - 9][VARIANTS];
    for (int i = 0; i < SUBJECTS; i++) {
      int risk = i % 3;
      double age = 40 + 10 * random.nextGaussian() + 4 * risk;
      boolean ill = risk + random.nextGaussian() * .5 > 1;
      table.append("s%d,%.1f,%s%n".formatted(i, age, ill ? "ill" : "well"));
      codes.append("s%d,%s%ns%d,Z%02d%n".formatted(i, ill ? "I10" : "J45", i, random.nextInt(30)));
      if (i < copies.length) {
        fam.append("f%d s%d 0 0 0 -9%n".formatted(i, i));
        Arrays.setAll(copies[i], j -> j == 7 ? risk : random.nextInt(3));
        for (int j = 7 + every; j < VARIANTS; j += every) {
          copies[i][j] = (i + j) % 4 == 0 ? copies[i][j] : risk;
        }
        copies[i][20] = -1 + i % 3;
      }
    }
    Files.writeString(to.resolve("clinical.csv"), table);
    Files.writeString(to.resolve("codes.csv"), codes);
    Files.writeString(to.resolve("chapters.csv"), chapters());
    Files.writeString(to.resolve("snps.fam"), fam);
    Files.writeString(to.resolve("snps.bim"), bim("A\tG"));
    Files.write(to.resolve("snps.bed"), bed(copies));
    return Files.writeString(
        to.resolve("study.yaml"),
        """
        interfuse: 1
        study: wide
        cohort: {table: clinical.csv, target: {type: classification, column: class}}
        modalities:
          clinical: {columns: [age]}
          snps: {source: genotypes, path: snps, groups: {window: 50000}}
          codes: {source: sparse, path: codes.csv, groups: {path: chapters.csv, column: code, group: chapter}}
        training: {epochs: 2, batch: 16}
        split: {folds: 2}
        """);
  }

  private static String chapters() {
    StringBuilder table = new StringBuilder("code,chapter\nI10,I\nJ45,J\n");
    for (int code = 0; code < 30; code++) {
      table.append("Z%02d,Z%d%n".formatted(code, code % 3));
    }
    return table.toString();
  }

  static String bim(String alleles) {
    StringBuilder bim = new StringBuilder();
    for (int j = 0; j < VARIANTS; j++) {
      bim.append("1\trs%d\t0\t%d\t%s%n".formatted(j, 1000 * (j + 1), alleles));
    }
    return bim.toString();
  }

  private static byte[] bed(int[][] copies) {
    int line = (copies.length + 3) / 4;
    byte[] bed = new byte[3 + VARIANTS * line];
    bed[0] = 0x6c;
    bed[1] = 0x1b;
    bed[2] = 1;
    int[] codes = {1, 3, 2, 0}; // of -1 (missing), 0, 1 and 2 copies
    for (int i = 0; i < copies.length; i++) {
      for (int j = 0; j < VARIANTS; j++) {
        bed[3 + j * line + i / 4] |= (byte) (codes[copies[i][j] + 1] << (2 * (i % 4)));
      }
    }
    return bed;
  }
}
