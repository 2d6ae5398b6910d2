package org.interfuse.proof;

/**
 * Maps of one image and how they change in one direction of whatever they come from (dual numbers),
 * so that a derivative is exact where central differences would step over the corners of a
 * rectifier. Plain loops over doubles, [channels, height, width].
 *
 * @param value of each number
 * @param slope its derivative in the direction
 */
record DualMaps(int channels, int height, int width, double[] value, double[] slope) {
  private static final double EPSILON = 1e-5;

  /** Numbers with their slopes. */
  record Dual(double[] value, double[] slope) {}

  private static DualMaps empty(int channels, int height, int width) {
    int size = channels * height * width;
    return new DualMaps(channels, height, width, new double[size], new double[size]);
  }

  private int at(int channel, int y, int x) {
    return (channel * height + y) * width + x;
  }

  /** Σ_{c, u, v} w[o, c, u, v] x[c, i s + u − p, j s + v − p], p = ⌊k/2⌋, zeros outside. */
  DualMaps convolve(Dual weight, int out, int kernel, int stride) {
    DualMaps y = empty(out, (height + stride - 1) / stride, (width + stride - 1) / stride);
    int padding = kernel / 2;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < y.height; i++) {
        for (int j = 0; j < y.width; j++) {
          double sum = 0;
          double slopes = 0;
          for (int c = 0; c < channels; c++) {
            for (int u = 0; u < kernel; u++) {
              int row = i * stride + u - padding;
              if (row < 0 || row >= height) {
                continue;
              }
              for (int v = 0; v < kernel; v++) {
                int column = j * stride + v - padding;
                if (column < 0 || column >= width) {
                  continue;
                }
                int w = ((o * channels + c) * kernel + u) * kernel + v;
                int x = at(c, row, column);
                sum += weight.value[w] * value[x];
                slopes += weight.slope[w] * value[x] + weight.value[w] * slope[x];
              }
            }
          }
          y.value[y.at(o, i, j)] = sum;
          y.slope[y.at(o, i, j)] = slopes;
        }
      }
    }
    return y;
  }

  /** γ (x − mean) / √(variance + 1e-5) + β over neighbouring channels and all places. */
  DualMaps groupNorm(Dual gamma, Dual beta, int groups) {
    DualMaps y = empty(channels, height, width);
    int size = value.length / groups;
    for (int group = 0; group < groups; group++) {
      double mean = 0;
      double meanSlope = 0;
      for (int i = group * size; i < (group + 1) * size; i++) {
        mean += value[i] / size;
        meanSlope += slope[i] / size;
      }
      double variance = EPSILON;
      double varianceSlope = 0;
      for (int i = group * size; i < (group + 1) * size; i++) {
        variance += (value[i] - mean) * (value[i] - mean) / size;
        varianceSlope += 2 * (value[i] - mean) * (slope[i] - meanSlope) / size;
      }
      double root = Math.sqrt(variance);
      for (int i = group * size; i < (group + 1) * size; i++) {
        int c = i / (height * width);
        double normal = (value[i] - mean) / root;
        double normalSlope =
            (slope[i] - meanSlope) / root - normal * varianceSlope / (2 * variance);
        y.value[i] = gamma.value[c] * normal + beta.value[c];
        y.slope[i] = gamma.slope[c] * normal + gamma.value[c] * normalSlope + beta.slope[c];
      }
    }
    return y;
  }

  /** max(x, 0). */
  DualMaps rectified() {
    DualMaps y = empty(channels, height, width);
    for (int i = 0; i < value.length; i++) {
      y.value[i] = Math.max(0, value[i]);
      y.slope[i] = value[i] > 0 ? slope[i] : 0;
    }
    return y;
  }

  /** x Φ(x), of slope Φ(x) + x φ(x). */
  DualMaps gelu() {
    DualMaps y = empty(channels, height, width);
    for (int i = 0; i < value.length; i++) {
      double x = value[i];
      double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      double below = x == 0 ? 0.5 : Plain.gelu(x) / x;
      y.value[i] = Plain.gelu(x);
      y.slope[i] = slope[i] * (below + x * density);
    }
    return y;
  }

  /** The greatest of 3 × 3 with stride 2, places outside left out. */
  DualMaps greatest() {
    DualMaps y = empty(channels, (height + 1) / 2, (width + 1) / 2);
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < y.height; i++) {
        for (int j = 0; j < y.width; j++) {
          int best = at(c, 2 * i, 2 * j);
          for (int row = Math.max(0, 2 * i - 1); row <= Math.min(height - 1, 2 * i + 1); row++) {
            for (int x = Math.max(0, 2 * j - 1); x <= Math.min(width - 1, 2 * j + 1); x++) {
              best = value[at(c, row, x)] > value[best] ? at(c, row, x) : best;
            }
          }
          y.value[y.at(c, i, j)] = value[best];
          y.slope[y.at(c, i, j)] = slope[best];
        }
      }
    }
    return y;
  }

  DualMaps plus(DualMaps other) {
    DualMaps y = empty(channels, height, width);
    for (int i = 0; i < value.length; i++) {
      y.value[i] = value[i] + other.value[i];
      y.slope[i] = slope[i] + other.slope[i];
    }
    return y;
  }

  /** Number of places. */
  int places() {
    return height * width;
  }

  /** The channels at one place: [channels]. */
  Dual place(int place) {
    double[] values = new double[channels];
    double[] slopes = new double[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = value[c * places() + place];
      slopes[c] = slope[c * places() + place];
    }
    return new Dual(values, slopes);
  }
}
