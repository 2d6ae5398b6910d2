package org.interfuse.preprocessing;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the tokens of a sequence are: codes of a vocabulary, such as words, or arrays, such as an
 * image [channels, height, width], a frame or a frozen representation [width].
 *
 * @param vocabulary number of codes, of which 0 is the bucket of what training never saw; 0 where
 *     tokens are arrays
 * @param axes sizes of one token's array, each at least 1; empty where tokens are codes
 * @param longest the most tokens that a row may have, at least 1
 * @param timed whether tokens follow each other in time and have times, as frames do
 */
public record SequenceShape(int vocabulary, int[] axes, int longest, boolean timed) {
  /** See the record's components. */
  public SequenceShape(int vocabulary, int[] axes, int longest, boolean timed) {
    boolean codes = axes.length == 0;
    if (codes == (vocabulary == 0) || vocabulary < 0 || Arrays.stream(axes).anyMatch(a -> a < 1)) {
      throw new IllegalArgumentException(
          "expected a vocabulary or axes of 1 or more, but there are %,d codes and axes %s"
              .formatted(vocabulary, Arrays.toString(axes)));
    }
    if (longest < 1) {
      throw new IllegalArgumentException("longest: expected 1 or more, but it is " + longest);
    }
    this.vocabulary = vocabulary;
    this.axes = axes.clone();
    this.longest = longest;
    this.timed = timed;
  }

  /** Without times. */
  public SequenceShape(int vocabulary, int[] axes, int longest) {
    this(vocabulary, axes, longest, false);
  }

  /** Of codes. */
  public static SequenceShape ofCodes(int vocabulary, int longest) {
    return new SequenceShape(vocabulary, new int[0], longest);
  }

  /** Of arrays. */
  public static SequenceShape ofArrays(int longest, int... axes) {
    return new SequenceShape(0, axes, longest);
  }

  /** Of arrays that follow each other in time. */
  public static SequenceShape ofFrames(int longest, int... axes) {
    return new SequenceShape(0, axes, longest, true);
  }

  /** Whether tokens are codes of a vocabulary. */
  public boolean codes() {
    return axes.length == 0;
  }

  /** A few words for people: what its tokens are. */
  public String describe() {
    String name = timed ? "frames" : "tokens";
    return switch (axes.length) {
      case 0 -> "tokens of a vocabulary of %,d".formatted(vocabulary);
      case 1 -> "%s of %,d numbers".formatted(name, axes[0]);
      default ->
          name
              + " of "
              + Arrays.stream(axes).mapToObj(Integer::toString).collect(Collectors.joining(" × "))
              + " numbers";
    };
  }

  /** Numbers in one token: 1 for a code. */
  public int tokenSize() {
    return Arrays.stream(axes).reduce(1, Math::multiplyExact);
  }
}
