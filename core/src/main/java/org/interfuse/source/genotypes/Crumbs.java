package org.interfuse.source.genotypes;

/**
 * Transposes two-bit cells: four lines of bytes, one a variant, become bytes of four variants, one
 * a subject. Works on eight bytes at once by swapping the off-diagonal quarters of 4 × 4 cells,
 * then of 2 × 2 (Warren, Hacker's Delight, 7–3).
 */
final class Crumbs {
  private static final long NIBBLES = 0x0F0F0F0F0F0F0F0FL;
  private static final long PAIRS = 0x3333333333333333L;

  /** Of the four results that of subject k of each byte, for k = 0 to 3. */
  long first;

  long second;
  long third;
  long fourth;

  /** Four variants of the same 32 subjects. */
  void transpose(long a, long b, long c, long d) {
    long high = ((a >>> 4) ^ c) & NIBBLES;
    long lower = c ^ high;
    long upper = a ^ (high << 4);
    long swapped = ((b >>> 4) ^ d) & NIBBLES;
    long lowest = d ^ swapped;
    long next = b ^ (swapped << 4);
    long pair = ((upper >>> 2) ^ next) & PAIRS;
    second = next ^ pair;
    first = upper ^ (pair << 2);
    long other = ((lower >>> 2) ^ lowest) & PAIRS;
    fourth = lowest ^ other;
    third = lower ^ (other << 2);
  }

  /** The codes with the alleles' roles exchanged: 00 and 11 change places, 01 and 10 stay. */
  static long swapAlleles(long packed) {
    long low = packed & 0x5555555555555555L;
    long high = (packed >>> 1) & 0x5555555555555555L;
    long homozygous = ~(low ^ high) & 0x5555555555555555L;
    return packed ^ homozygous ^ (homozygous << 1);
  }
}
