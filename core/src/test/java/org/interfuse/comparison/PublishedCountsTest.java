package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever has all numbers that are told, and knows which patterns nobody has, cannot solve for a
 * number below the floor. Solved here by exact elimination over the rationals.
 */
final class PublishedCountsTest {
  @ParameterizedTest(name = "{0} modalities, floor {1}, seed 7")
  @CsvSource({"2, 10", "3, 10", "3, 5", "4, 10", "5, 10", "5, 3", "6, 5"})
  void noSmallNumberCanBeSolved(int modalities, int floor) {
    SplittableRandom random = new SplittableRandom(7).split();
    int exact = 0;
    for (int cohort = 0; cohort < 60; cohort++) {
      int[] patterns = patterns(random, modalities);
      PublishedCounts counts = new PublishedCounts(patterns, modalities, floor);
      exact += requireUnsolvable(patterns, modalities, floor, counts);
    }
    assertThat(exact).as("something is told").isGreaterThan(60 * modalities);
  }

  private static int[] patterns(SplittableRandom random, int modalities) {
    double[] rates = random.doubles(modalities, 0.02, 0.98).toArray();
    return IntStream.range(0, random.nextInt(20, 400))
        .map(
            s ->
                IntStream.range(0, modalities)
                    .map(m -> random.nextDouble() < rates[m] ? 1 << m : 0)
                    .sum())
        .toArray();
  }

  /** The marginal totals, less the patterns shown, gave 4, 4 and 2. */
  @Test
  void totalsLessWhatIsShownGiveNothingAway() {
    List<Integer> planted = new ArrayList<>();
    int[] sizes = {0, 4, 4, 123, 2, 0, 0, 1000}; // by pattern
    for (int pattern = 0; pattern < sizes.length; pattern++) {
      for (int i = 0; i < sizes[pattern]; i++) {
        planted.add(pattern);
      }
    }
    int[] patterns = planted.stream().mapToInt(Integer::intValue).toArray();
    PublishedCounts counts = new PublishedCounts(patterns, 3, 10);

    assertThat(counts.hiddenSubjects()).isEqualTo(10);
    for (int m = 0; m < 3; m++) {
      assertThat(counts.isExact(1 << m)).isFalse();
      assertThat(counts.having(1 << m)).isNotEqualTo((int) count(patterns, 1 << m));
    }
    assertThat(counts.isExact(3)).isTrue();
    requireUnsolvable(patterns, 3, 10, counts);
  }

  @Test
  void whereNothingIsRareEverythingIsTold() {
    int[] patterns = IntStream.range(0, 200).map(s -> s % 4).toArray();
    PublishedCounts counts = new PublishedCounts(patterns, 2, 10);

    for (int owned = 0; owned < 4; owned++) {
      assertThat(counts.isExact(owned)).isTrue();
      assertThat(counts.having(owned)).isEqualTo((int) count(patterns, owned));
      assertThat(counts.isShown(owned)).isTrue();
    }
  }

  private static int requireUnsolvable(
      int[] patterns, int modalities, int floor, PublishedCounts counts) {
    int all = 1 << modalities;
    List<BigInteger[]> told = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    told.add(indicator(all, p -> true));
    sizes.add(patterns.length);
    int exact = 0;
    for (int p = 0; p < all; p++) {
      int own = p;
      int just = (int) Arrays.stream(patterns).filter(one -> one == own).count();
      if (counts.isShown(p)) {
        assertThat(just).isGreaterThanOrEqualTo(floor);
        told.add(indicator(all, one -> one == own));
        sizes.add(just);
      } else if (just == 0) {
        told.add(indicator(all, one -> one == own)); // known to one who knows the cohort
        sizes.add(0);
      }
      if (counts.isExact(p)) {
        assertThat(counts.having(p)).isEqualTo((int) count(patterns, p));
        told.add(indicator(all, one -> (one & own) == own));
        sizes.add(counts.having(p));
        exact++;
      }
    }
    int rank = rank(told);
    for (int p = 0; p < all; p++) {
      int own = p;
      long just = Arrays.stream(patterns).filter(one -> one == own).count();
      if (just > 0 && just < floor && patterns.length >= floor) {
        List<BigInteger[]> more = new ArrayList<>(told);
        more.add(indicator(all, one -> one == own));
        assertThat(rank(more)).as("pattern %d of %d subjects", p, just).isEqualTo(rank + 1);
      }
    }
    return exact;
  }

  private static long count(int[] patterns, int owned) {
    return Arrays.stream(patterns).filter(p -> (p & owned) == owned).count();
  }

  private static BigInteger[] indicator(int all, java.util.function.IntPredicate in) {
    return IntStream.range(0, all)
        .mapToObj(p -> in.test(p) ? BigInteger.ONE : BigInteger.ZERO)
        .toArray(BigInteger[]::new);
  }

  /** By elimination without fractions. */
  private static int rank(List<BigInteger[]> rows) {
    List<BigInteger[]> left = new ArrayList<>(rows.stream().map(BigInteger[]::clone).toList());
    int rank = 0;
    for (int column = 0; column < rows.get(0).length; column++) {
      int own = column;
      BigInteger[] pivot =
          left.stream().filter(row -> row[own].signum() != 0).findFirst().orElse(null);
      if (pivot == null) {
        continue;
      }
      left.remove(pivot);
      rank++;
      for (BigInteger[] row : left) {
        BigInteger factor = row[own];
        if (factor.signum() != 0) {
          for (int i = 0; i < row.length; i++) {
            row[i] = row[i].multiply(pivot[own]).subtract(pivot[i].multiply(factor));
          }
          divide(row);
        }
      }
    }
    return rank;
  }

  private static void divide(BigInteger[] row) {
    BigInteger common = Arrays.stream(row).reduce(BigInteger.ZERO, BigInteger::gcd);
    if (common.signum() > 0) {
      Arrays.setAll(row, i -> row[i].divide(common));
    }
  }
}
