package org.interfuse.tensor;

/**
 * MT19937 (Matsumoto and Nishimura 1998) as libtorch's generator for the processor has it: the same
 * seed gives the same numbers, in the same order, without a native call for each tensor. A round of
 * 624 words is made by loops that a compiler turns into vector instructions. Not thread-safe.
 */
final class MersenneTwister {
  private static final int WORDS = 624;
  private static final int OFFSET = 397;
  private static final int TWIST = 0x9908b0df;
  private static final int LOW_BITS = 0x7fffffff;
  private static final int HIGH_BIT = 0x80000000;
  private static final int FRACTION_HIGH = (1 << 21) - 1;
  private static final double FRACTION = 0x1p53;

  private int[] state = new int[WORDS];
  private int[] next = new int[WORDS];
  private final int[] words = new int[WORDS];
  private int used = WORDS;

  /** The generator that {@link Seed#generator} makes of this seed. */
  MersenneTwister(Seed seed) {
    state[0] = (int) seed.value();
    for (int i = 1; i < WORDS; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /**
   * Writes {@code kept} where a uniform number in [0, 1) of 53 bits is below the probability, and 0
   * elsewhere: a draw an element, as {@code Tensor.bernoulli_} makes them.
   */
  void bernoulli(double probability, float kept, float[] values, int from, int count) {
    long limit = (long) Math.ceil(probability * FRACTION);
    int done = 0;
    while (done < count) {
      if (used == WORDS) {
        advance();
      }
      int draws = Math.min(count - done, (WORDS - used) / 2);
      for (int i = 0; i < draws; i++) {
        long high = words[used + 2 * i] & FRACTION_HIGH;
        long fraction = (high << 32) | (words[used + 2 * i + 1] & 0xffffffffL);
        values[from + done + i] = fraction < limit ? kept : 0;
      }
      used += 2 * draws;
      done += draws;
    }
  }

  private void advance() {
    int[] old = state;
    int[] made = next;
    int wrap = WORDS - OFFSET;
    for (int i = 0; i < wrap; i++) {
      made[i] = old[i + OFFSET] ^ twisted(old[i], old[i + 1]);
    }
    for (int i = wrap; i < WORDS - 1; i++) {
      made[i] = made[i - wrap] ^ twisted(old[i], old[i + 1]);
    }
    made[WORDS - 1] = made[OFFSET - 1] ^ twisted(old[WORDS - 1], made[0]);
    for (int i = 0; i < WORDS; i++) {
      words[i] = tempered(made[i]);
    }
    state = made;
    next = old;
    used = 0;
  }

  private static int twisted(int high, int low) {
    int mixed = (high & HIGH_BIT) | (low & LOW_BITS);
    return (mixed >>> 1) ^ (-(low & 1) & TWIST);
  }

  private static int tempered(int word) {
    int y = word;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }
}
