package org.interfuse.target;

/** Small operations on targets. */
public final class Targets {
  private Targets() {}

  /** {@code values[rows]}. */
  public static double[] select(double[] values, int[] rows) {
    double[] selected = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return selected;
  }

  /** The subjects among {@code subjects} that have the target, in the same order. */
  public static int[] present(Target target, int[] subjects) {
    int[] kept = new int[subjects.length];
    int count = 0;
    for (int subject : subjects) {
      if (!target.missing(subject)) {
        kept[count++] = subject;
      }
    }
    return java.util.Arrays.copyOf(kept, count);
  }
}
