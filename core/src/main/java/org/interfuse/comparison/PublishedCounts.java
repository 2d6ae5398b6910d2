package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which counts of some subjects may be told so that no count below the floor can be worked out from
 * all of them together (law 9; complementary suppression, Cox 1980).
 *
 * <p>Each subject has one pattern. Patterns of fewer subjects than the floor are hidden, and
 * further ones, the smallest first, until the hidden ones are as many subjects as the floor. How
 * many have all of some modalities is a sum over patterns: it is told only if, with all that was
 * told before, it determines no hidden pattern, and no sum less another whose subjects are among
 * them, of fewer subjects than the floor. That holds against one who knows which patterns nobody
 * has. All else is told as an estimate from what was told.
 */
final class PublishedCounts {
  private final int[] counts;
  private final int floor;
  private final boolean[] shown;
  private final int[] hidden;
  private final List<Sum> told = new ArrayList<>();
  private final boolean[] exact;
  private KnownSums solution;

  /**
   * Decides for every set of modalities.
   *
   * @param patterns per subject a bit mask of its modalities
   * @param modalities how many there are
   * @param floor fewest subjects that are counted, 1 or more
   */
  PublishedCounts(int[] patterns, int modalities, int floor) {
    this.counts = new int[1 << modalities];
    Arrays.stream(patterns).forEach(pattern -> counts[pattern]++);
    this.floor = floor;
    this.shown = shown();
    this.hidden =
        IntStream.range(0, counts.length).filter(p -> counts[p] > 0 && !shown[p]).toArray();
    this.solution = new KnownSums(hidden.length);
    this.exact = new boolean[counts.length];
    IntStream.range(0, counts.length)
        .boxed()
        .sorted(Comparator.comparingInt(Integer::bitCount))
        .forEach(owned -> exact[owned] = tell(owned));
  }

  private boolean[] shown() {
    boolean[] large = new boolean[counts.length];
    int rest = 0;
    for (int p = 0; p < counts.length; p++) {
      large[p] = counts[p] >= floor;
      rest += large[p] ? 0 : counts[p];
    }
    while (rest > 0 && rest < floor) {
      int smallest =
          IntStream.range(0, counts.length)
              .filter(p -> large[p])
              .boxed()
              .min(Comparator.comparingInt(p -> counts[p]))
              .orElse(-1);
      if (smallest < 0) {
        return large;
      }
      large[smallest] = false;
      rest += counts[smallest];
    }
    return large;
  }

  /** Whether the number of those who have all of {@code owned} may be told; then it is. */
  private boolean tell(int owned) {
    BitSet places = new BitSet();
    int subjects = 0;
    for (int i = 0; i < hidden.length; i++) {
      if (Availability.includes(hidden[i], owned)) {
        places.set(i);
        subjects += counts[hidden[i]];
      }
    }
    Sum sum = new Sum(places, subjects);
    if (places.isEmpty() || owned == 0) {
      remember(sum);
      return true;
    }
    KnownSums with = solution.with(places);
    boolean solved =
        IntStream.range(0, hidden.length)
            .anyMatch(i -> counts[hidden[i]] < floor && with.determines(i));
    if (subjects < floor || solved || told.stream().anyMatch(other -> tooClose(sum, other))) {
      return false;
    }
    remember(sum);
    return true;
  }

  private void remember(Sum sum) {
    told.add(sum);
    solution = solution.with(sum.places);
  }

  /** Whether one holds the other and the rest are too few. */
  private boolean tooClose(Sum one, Sum other) {
    int rest = Math.abs(one.subjects - other.subjects);
    return rest > 0 && rest < floor && (one.isIn(other) || other.isIn(one));
  }

  /** Whether the number of subjects with just the pattern may be told. */
  boolean isShown(int pattern) {
    return shown[pattern];
  }

  /** Subjects who have just the pattern. */
  int just(int pattern) {
    return counts[pattern];
  }

  /** How many patterns that somebody has are hidden. */
  int hiddenPatterns() {
    return hidden.length;
  }

  /** How many subjects have one of them. */
  int hiddenSubjects() {
    return Arrays.stream(hidden).map(p -> counts[p]).sum();
  }

  /** Whether {@link #having} is the number itself. */
  boolean isExact(int owned) {
    return exact[owned];
  }

  /**
   * Whether it is told, or follows from what is told, that those who have all of {@code owned} are
   * as many as the floor.
   */
  boolean isEnough(int owned) {
    return having(owned) >= floor && (exact[owned] || shownOf(owned) > 0);
  }

  /**
   * How many have all of {@code owned}: the number, or where that may not be told the shown
   * patterns and of the hidden subjects the share that the patterns not shown have on average.
   */
  int having(int owned) {
    if (exact[owned]) {
      return shownOf(owned)
          + Arrays.stream(hidden)
              .filter(p -> Availability.includes(p, owned))
              .map(p -> counts[p])
              .sum();
    }
    long all = IntStream.range(0, counts.length).filter(p -> !shown[p]).count();
    long with =
        IntStream.range(0, counts.length)
            .filter(p -> !shown[p] && Availability.includes(p, owned))
            .count();
    return shownOf(owned) + (int) Math.round((double) hiddenSubjects() * with / all);
  }

  private int shownOf(int owned) {
    return IntStream.range(0, counts.length)
        .filter(p -> shown[p] && Availability.includes(p, owned))
        .map(p -> counts[p])
        .sum();
  }

  /** Of hidden patterns, by their places. */
  private record Sum(BitSet places, int subjects) {
    boolean isIn(Sum other) {
      BitSet outside = (BitSet) places.clone();
      outside.andNot(other.places);
      return outside.isEmpty();
    }
  }
}
