package org.interfuse.tensor.attention;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Tensors;

/**
 * Sines and cosines that tell a token's place (Vaswani et al. 2017): element 2i of place t is sin(t
 * / 10000^(2i/p)), element 2i + 1 the cosine of the same. Places are counted among the tokens that
 * exist, from 0, so padding before, between or after them changes nothing.
 */
public final class TimeEncoding {
  private static final double LONGEST = 10_000;

  private TimeEncoding() {}

  /**
   * The encodings of the tokens of a batch. Where no token exists, that of some other place.
   *
   * @param mask [B, time] boolean, true where a token exists
   * @return [B, time, width]
   */
  public static Tensor of(Tensor mask, long width, ScalarType type) {
    Scalar one = new Scalar(1);
    Tensor places = mask.cumsum(1).sub(one).clamp_min(new Scalar(0)); // [B, time]
    return torch.embedding(table(mask.size(1), (int) width).to(type), places);
  }

  /**
   * The same with times in the places' stead, which need be no whole numbers.
   *
   * @param times [B, time]
   * @return [B, time, width]
   */
  public static Tensor ofTimes(Tensor times, long width, ScalarType type) {
    return waves(times.to(ScalarType.Double).unsqueeze(-1), (int) width).to(type);
  }

  /** [time, width]. */
  private static Tensor table(long time, int width) {
    double[] places = new double[(int) time];
    for (int t = 0; t < time; t++) {
      places[t] = t;
    }
    return waves(Tensors.ofDoubles(places, time, 1), width);
  }

  /** […, 1] to […, width] in double precision: large angles in float32 would lose digits. */
  private static Tensor waves(Tensor times, int width) {
    double[] frequencies = new double[width];
    double[] phases = new double[width];
    for (int i = 0; i < width; i++) {
      frequencies[i] = Math.pow(LONGEST, -(double) (i - i % 2) / width);
      phases[i] = i % 2 * Math.PI / 2; // cos x = sin(x + π/2)
    }
    return times.mul(Tensors.ofDoubles(frequencies)).add(Tensors.ofDoubles(phases)).sin();
  }
}
