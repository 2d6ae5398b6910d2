package org.interfuse.image;

/**
 * Which pixels of an axis make each pixel of a resized one, and their weights: a triangle as wide
 * as one pixel of the coarser of the two, so that pictures are averaged when they shrink and
 * interpolated linearly when they grow (antialiased bilinear, as in Pillow). With s = length /
 * count source pixels a target pixel and r = max(1, s), pixel j weighs max(0, 1 − |j + ½ − (from +
 * (i + ½) s)| / r) in target pixel i, over the sum of all that are in the picture.
 *
 * @param first per target pixel the first source pixel
 * @param weights per target pixel those of the source pixels from there on; they sum to 1
 */
record Taps(int[] first, float[][] weights) {
  /**
   * Of an axis.
   *
   * @param size of the source
   * @param from where the part that is resized begins
   * @param length of that part
   * @param count target pixels
   */
  static Taps of(int size, double from, double length, int count) {
    double step = length / count;
    double reach = Math.max(1, step);
    int[] first = new int[count];
    float[][] weights = new float[count][];
    for (int i = 0; i < count; i++) {
      double centre = from + (i + 0.5) * step;
      int start = Math.max(0, (int) Math.floor(centre - reach - 0.5) + 1);
      int end = Math.min(size, (int) Math.ceil(centre + reach - 0.5));
      first[i] = start;
      weights[i] = weights(start, Math.max(start + 1, end), centre, reach);
    }
    return new Taps(first, weights);
  }

  private static float[] weights(int start, int end, double centre, double reach) {
    double[] triangle = new double[end - start];
    double sum = 0;
    for (int j = start; j < end; j++) {
      triangle[j - start] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
      sum += triangle[j - start];
    }
    float[] weights = new float[triangle.length];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = (float) (triangle[j] / sum);
    }
    return weights;
  }

  int count() {
    return first.length;
  }

  /** The source pixel after the last that target pixel i needs. */
  int end(int i) {
    return first[i] + weights[i].length;
  }
}
