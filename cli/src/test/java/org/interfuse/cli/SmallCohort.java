package org.interfuse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A cohort of 60 subjects with two modalities, made up: {@code left} lacks the subjects whose
 * number is divisible by 4, {@code right} those divisible by 6, so that 12, 24, … have nothing. The
 * class follows {@code left.a}.
 */
final class SmallCohort {
  static final int SUBJECTS = 60;
  static final long SEED = 11;

  private SmallCohort() {}

  /** Writes the files and returns the study. */
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(SEED);
    StringBuilder cohort = new StringBuilder("subject,class\n");
    StringBuilder left = new StringBuilder("subject,a,b,kind\n");
    StringBuilder right = new StringBuilder("subject,c,d\n");
    for (int i = 1; i <= SUBJECTS; i++) {
      double a = random.nextDouble(-1, 1);
      boolean ill = a + random.nextDouble(-0.3, 0.3) > 0;
      cohort.append("s%d,%s\n".formatted(i, ill ? "ill" : "well"));
      if (hasLeft(i)) {
        String kind = random.nextBoolean() ? "x" : "y";
        left.append(row("s%d,%.4f,%.4f,%s\n", i, a, random.nextDouble(), kind));
      }
      if (hasRight(i)) {
        right.append(row("s%d,%.4f,%.4f\n", i, random.nextDouble(), random.nextDouble()));
      }
    }
    Files.writeString(folder.resolve("cohort.csv"), cohort);
    Files.writeString(folder.resolve("left.csv"), left);
    Files.writeString(folder.resolve("right.csv"), right);
    return study(
        folder,
        """
        split: {folds: 3}
        comparison:
          candidates:
            - {baseline: prevalence}
            - {strategy: unimodal, modality: left}
            - {strategy: late}
            - {fusion: gated}
        """);
  }

  /** A study of the files with other last lines. */
  static Path study(Path folder, String end) throws IOException {
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        interfuse: 1
        study: small
        cohort:
          table: cohort.csv
          id: subject
          target: {type: classification, column: class, classes: [well, ill]}
        modalities:
          left: {path: left.csv}
          right: {path: right.csv}
        model: {width: 8, fusion: gated}
        training: {epochs: 6, ensemble: 2}
        """
            + end);
    return study;
  }

  static boolean hasLeft(int subject) {
    return subject % 4 != 0;
  }

  static boolean hasRight(int subject) {
    return subject % 6 != 0;
  }

  private static String row(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
