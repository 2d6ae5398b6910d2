package org.interfuse.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The random masks of dropout, in the order they are asked for: 0 with the rate's probability and
 * 1/(1 − rate) otherwise, independently. The numbers are SplitMix64's (Steele, Lea and Flood 2014),
 * each for two elements, so the probability is that of a multiple of 2⁻³¹. The loop over them has
 * no branch, no calls and numbers of one type, so that the JVM's compiler vectorises it: libtorch's
 * {@code bernoulli_}, which draws one number after another, takes several times as long. Of one
 * thread.
 */
public final class MaskStream {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final long LOW = 0x7fffffffL;

  private long state;

  /** Masks that the seed determines. */
  public MaskStream(Seed seed) {
    state = seed.value();
  }

  /**
   * The next mask.
   *
   * @param rate probability of 0, in [0, 1)
   * @return float32 of this shape
   */
  Tensor next(double rate, long... shape) {
    int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    Tensor mask = Tensors.empty(ScalarType.Float, shape);
    if (size > 0) {
      try (FloatPointer data = mask.data_ptr_float()) {
        fill(rate, data, size);
      }
    }
    return mask;
  }

  /**
   * Writes the next {@code count} elements; an odd number of them costs one more.
   *
   * @param rate probability of 0, in [0, 1)
   * @param to where the first of them goes
   */
  void fill(double rate, FloatPointer to, int count) {
    long[] pairs = pairs(rate, (count + 1) / 2);
    try (LongPointer two = new LongPointer(to)) {
      two.put(pairs, 0, count / 2);
    }
    if (count % 2 == 1) {
      to.put(count - 1, Float.intBitsToFloat((int) pairs[count / 2]));
    }
  }

  /** The bits of two elements in each number. */
  private long[] pairs(double rate, int size) {
    long dropped = Math.round(rate * (LOW + 1.0)); // of 2^31
    long kept = Float.floatToRawIntBits((float) (1 / (1 - rate)));
    long[] pairs = new long[size];
    for (int i = 0; i < size; i++) {
      state += GOLDEN;
      pairs[i] = state;
    }
    for (int i = 0; i < size; i++) {
      long z = pairs[i];
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      z ^= z >>> 31;
      long first = ~(((z & LOW) - dropped) >> 63) & kept; // all ones if not below, else none
      long second = ~(((z >>> 33) - dropped) >> 63) & kept;
      pairs[i] = first | second << 32;
    }
    return pairs;
  }
}
