package org.interfuse.modality;

/** A few of many things that follow each other, evenly spread. */
public final class EvenSpread {
  private EvenSpread() {}

  /**
   * Which are taken: the middle of each of so many equal parts, all where there are no more than
   * that.
   *
   * @param length how many there are, 0 or more
   * @param most how many are taken at most, 1 or more
   * @return ascending, distinct
   */
  public static int[] of(int length, int most) {
    int count = Math.min(length, most);
    int[] taken = new int[count];
    for (int i = 0; i < count; i++) {
      taken[i] = (int) ((2L * i + 1) * length / (2L * count));
    }
    return taken;
  }
}
