package org.interfuse.tensor;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.global.torch;

/**
 * A key for random numbers: the same path of names and numbers gives the same numbers whatever else
 * runs (law 6). Immutable; a generator made from it is not thread-safe.
 *
 * <p>Keys are mixed with the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
 */
public record Seed(long value) {
  /** The seed of a part: {@code seed.at("fold", 3)}. */
  public Seed at(String name, long index) {
    long mixed = value;
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed + name.charAt(i) + 0x9e3779b97f4a7c15L);
    }
    return new Seed(mix(mixed ^ (index + 0x9e3779b97f4a7c15L)));
  }

  /** The seed of a named part. */
  public Seed at(String name) {
    return at(name, 0);
  }

  /** A generator for Java code. */
  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  /** A generator for tensors; belongs to the current pointer scope. */
  public Generator generator() {
    Torch.load();
    return torch.make_generator_cpu(value & Long.MAX_VALUE);
  }

  /** The numbers 0 … n-1 in random order (Fisher and Yates). */
  public int[] permutation(int n) {
    SplittableRandom random = random();
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    long first = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}
