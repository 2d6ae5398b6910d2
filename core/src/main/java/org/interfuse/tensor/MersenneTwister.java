package org.interfuse.tensor;

/**
 * MT19937 (Matsumoto and Nishimura 1998) as libtorch's generator for the processor has it: the same
 * seed gives the same numbers, in the same order, without a native call for each tensor.
 *
 * <p>A draw is two words, of which the first nearly always decides. So words of even and of odd
 * places are kept apart, and all loops are without strides and branches, which compilers turn into
 * vector instructions. Not thread-safe.
 */
final class MersenneTwister {
  /** Half of the 624 words of the state. */
  private static final int DRAWS = 312;

  /** A word is made of the one 397 = 2 · 198 + 1 places on. */
  private static final int OFFSET = 198;

  /** So many draws on, what a word is made of has been made anew itself. */
  private static final int WRAP = DRAWS - OFFSET;

  private static final int TWIST = 0x9908b0df;
  private static final int LOW_BITS = 0x7fffffff;
  private static final int HIGH_BIT = 0x80000000;
  private static final int UPPER = (1 << 21) - 1;
  private static final double FRACTION = 0x1p53;

  private int[] even = new int[DRAWS];
  private int[] odd = new int[DRAWS];
  private int[] nextEven = new int[DRAWS];
  private int[] nextOdd = new int[DRAWS];
  private final int[] upper = new int[DRAWS];
  private int used = DRAWS;

  /** Begins anew as the generator that {@link Seed#generator} makes of this seed. */
  void restart(Seed seed) {
    int word = (int) seed.value();
    for (int i = 0; i < DRAWS; i++) {
      even[i] = word;
      word = 1812433253 * (word ^ (word >>> 30)) + 2 * i + 1;
      odd[i] = word;
      word = 1812433253 * (word ^ (word >>> 30)) + 2 * i + 2;
    }
    used = DRAWS;
  }

  /**
   * Writes {@code kept} where a uniform number in [0, 1) of 53 bits is below the probability, and 0
   * elsewhere: a draw an element, as {@code Tensor.bernoulli_} makes them.
   *
   * @param kept the bits of a number
   */
  void bernoulli(double probability, int kept, int[] bits, int from, int count) {
    long limit = (long) Math.ceil(probability * FRACTION);
    int done = 0;
    while (done < count) {
      if (used == DRAWS) {
        advance();
      }
      int draws = Math.min(count - done, DRAWS - used);
      if (compare((int) (limit >>> 32), kept, bits, from + done, draws) > 0) {
        compareWhole(limit, kept, bits, from + done, draws);
      }
      used += draws;
      done += draws;
    }
  }

  /** By the upper 21 bits; returns how many do not decide. */
  private int compare(int limit, int kept, int[] bits, int from, int draws) {
    int decided = 0;
    for (int i = 0; i < draws; i++) {
      int above = upper[used + i] - limit;
      bits[from + i] = (above >> 31) & kept;
      decided += (above | -above) >>> 31;
    }
    return draws - decided;
  }

  private void compareWhole(long limit, int kept, int[] bits, int from, int draws) {
    for (int i = 0; i < draws; i++) {
      long lower = tempered(odd[used + i]) & 0xffffffffL;
      bits[from + i] = (((long) upper[used + i] << 32) | lower) < limit ? kept : 0;
    }
  }

  private void advance() {
    int[] oldEven = even;
    int[] oldOdd = odd;
    int[] newEven = nextEven;
    int[] newOdd = nextOdd;
    for (int i = 0; i < WRAP - 1; i++) {
      newEven[i] = oldOdd[i + OFFSET] ^ twisted(oldEven[i], oldOdd[i]);
      newOdd[i] = oldEven[i + OFFSET + 1] ^ twisted(oldOdd[i], oldEven[i + 1]);
    }
    newEven[WRAP - 1] = oldOdd[DRAWS - 1] ^ twisted(oldEven[WRAP - 1], oldOdd[WRAP - 1]);
    newOdd[WRAP - 1] = newEven[0] ^ twisted(oldOdd[WRAP - 1], oldEven[WRAP]);
    for (int i = WRAP; i < DRAWS - 1; i++) {
      newEven[i] = newOdd[i - WRAP] ^ twisted(oldEven[i], oldOdd[i]);
      newOdd[i] = newEven[i - WRAP + 1] ^ twisted(oldOdd[i], oldEven[i + 1]);
    }
    newEven[DRAWS - 1] = newOdd[OFFSET - 1] ^ twisted(oldEven[DRAWS - 1], oldOdd[DRAWS - 1]);
    newOdd[DRAWS - 1] = newEven[OFFSET] ^ twisted(oldOdd[DRAWS - 1], newEven[0]);
    temper(newEven, upper);
    even = newEven;
    odd = newOdd;
    nextEven = oldEven;
    nextOdd = oldOdd;
    used = 0;
  }

  private static void temper(int[] words, int[] upper) {
    for (int i = 0; i < DRAWS; i++) {
      upper[i] = tempered(words[i]) & UPPER;
    }
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
