package org.interfuse.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A two-dimensional convolution without bias, for a normalisation that follows: y[o, i, j] = Σ_{c,
 * u, v} w[o, c, u, v] x[c, i s + u − p, j s + v − p] with stride s and padding p = ⌊k/2⌋ of zeros.
 * Parameter {@code NAME.weight} [out, in, k, k], normal with deviation √(2 / (out k²)) at the start
 * (He et al. 2015).
 */
public final class SpatialConvolution {
  private final Tensor weight;
  private final long stride;
  private final long padding;

  private SpatialConvolution(Tensor weight, long stride, long padding) {
    this.weight = weight;
    this.stride = stride;
    this.padding = padding;
  }

  /**
   * Creates the out · in · k² parameters.
   *
   * @param kernel k, odd
   * @param stride 1 or more
   */
  public static SpatialConvolution create(
      Parameters parameters, String name, long in, long out, long kernel, long stride) {
    Initialisation start =
        new Initialisation.Normal(Math.sqrt(2.0 / ((double) out * kernel * kernel)));
    Tensor weight =
        parameters.add(name + ".weight", start, Parameter.Role.WEIGHT, out, in, kernel, kernel);
    return new SpatialConvolution(weight, stride, kernel / 2);
  }

  /** Pixels along an axis that had {@code size}. */
  public static long reduced(long size, long stride) {
    return (size + stride - 1) / stride;
  }

  /**
   * Convolves.
   *
   * @param x [n, in, height, width]
   * @return [n, out, ⌈height/s⌉, ⌈width/s⌉]
   */
  public Tensor forward(Tensor x) {
    return torch.conv2d(
        x,
        weight,
        new TensorOptional(),
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        /* groups= */ 1);
  }
}
