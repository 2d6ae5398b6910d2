package org.interfuse.baseline;

/** Kernels over parts of arrays, written so that the compiler keeps several sums in flight. */
final class Dense {
  private Dense() {}

  /** Σ_j a[i + j] b[k + j]. */
  static double dot(double[] a, int i, double[] b, int k, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < length; j += 4) {
      s0 += a[i + j] * b[k + j];
      s1 += a[i + j + 1] * b[k + j + 1];
      s2 += a[i + j + 2] * b[k + j + 2];
      s3 += a[i + j + 3] * b[k + j + 3];
    }
    for (; j < length; j++) {
      s0 += a[i + j] * b[k + j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** b[k + j] += factor a[i + j]. */
  static void add(double factor, double[] a, int i, double[] b, int k, int length) {
    for (int j = 0; j < length; j++) {
      b[k + j] += factor * a[i + j];
    }
  }
}
