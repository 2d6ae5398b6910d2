package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.interfuse.evaluation.CorrectedTTest;
import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metrics;
import org.interfuse.evaluation.PairedDifferences;
import org.interfuse.evaluation.Wilson;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How often the tests over folds say that two candidates differ: two copies of one algorithm, which
 * they must not tell apart more often than they say, and copies of which one has more to see. Every
 * cohort is drawn anew. {@value #SHORT} cohorts of one design by default; with {@code
 * -Dinterfuse.exhaustive=true} {@value #DEFAULT} of it and {@value #OTHERS} of each other design;
 * figures in docs/statistics.md.
 */
class LevelOfTestsTest {
  private static final boolean EXHAUSTIVE = Boolean.getBoolean("interfuse.exhaustive");
  private static final int DEFAULT = 2000;
  private static final int OTHERS = 1000;
  private static final int SHORT = 40;
  private static final int SUBJECTS = 120;
  private static final int OWN = 50;
  private static final double PENALTY = 0.1;
  private static final double MARGIN = 0.02;
  private static final Seed SEED = new Seed(20260506);

  /** Folds and repeats; 5 × 3 is what the examples use. */
  private record Design(int folds, int repeats, SimulatedPair pair, int cohorts) {
    Outcome run() {
      Seed seed =
          SEED.at("folds", folds)
              .at("repeats", repeats)
              .at("subjects", pair.subjects())
              .at("own", pair.own())
              .at("effect", Math.round(100 * pair.effect()));
      List<PairedDifferences> all =
          IntStream.range(0, cohorts)
              .parallel()
              .mapToObj(i -> pair.differences(folds, repeats, seed.at("cohort", i)))
              .toList();
      return new Outcome(this, all);
    }
  }

  private record Outcome(Design design, List<PairedDifferences> differences) {
    Estimate rejected() {
      long count = differences.stream().filter(d -> CorrectedTTest.of(d, 0.95).p() < 0.05).count();
      return Wilson.of((int) count, differences.size(), 0.95);
    }

    /** What the paired t-test that takes folds as independent would reject. */
    double naive() {
      return differences.stream()
              .filter(
                  d ->
                      CorrectedTTest.of(
                                  new PairedDifferences(d.values(), 0, 0, 0, d.constant()), 0.95)
                              .p()
                          < 0.05)
              .count()
          / (double) differences.size();
    }

    double share(Verdict verdict) {
      return differences.stream()
              .filter(d -> Verdict.of(CorrelatedTTest.of(d, MARGIN)) == verdict)
              .count()
          / (double) differences.size();
    }

    /** Variance of the mean over cohorts, over the mean of its estimates. */
    double ratioOfVariances() {
      double[] means = differences.stream().mapToDouble(PairedDifferences::mean).toArray();
      double mean = Arrays.stream(means).average().orElse(Double.NaN);
      double between =
          Arrays.stream(means).map(value -> (value - mean) * (value - mean)).sum()
              / (means.length - 1);
      double estimated =
          differences.stream()
              .mapToDouble(LevelOfTestsTest::estimated)
              .average()
              .orElse(Double.NaN);
      return between / estimated;
    }

    double mean() {
      return differences.stream().mapToDouble(PairedDifferences::mean).average().orElse(Double.NaN);
    }

    String text() {
      Estimate rejected = rejected();
      return String.format(
          Locale.ROOT,
          "%2d folds × %d, %d subjects, %d own columns, effect %.1f (mean difference %+.4f),"
              + " %d cohorts, seed %d:"
              + " rejected %.4f [%.4f, %.4f], uncorrected %.4f; true over estimated variance %.2f;"
              + " better %.3f, worse %.3f, practically equal %.3f, cannot tell %.3f",
          design.folds,
          design.repeats,
          design.pair.subjects(),
          design.pair.own(),
          design.pair.effect(),
          mean(),
          design.cohorts,
          SEED.value(),
          rejected.value(),
          rejected.lower(),
          rejected.upper(),
          naive(),
          ratioOfVariances(),
          share(Verdict.BETTER),
          share(Verdict.WORSE),
          share(Verdict.PRACTICALLY_EQUAL),
          share(Verdict.CANNOT_TELL));
    }
  }

  /** The corrected variance of the mean, from the folds of one cohort. */
  private static double estimated(PairedDifferences differences) {
    double mean = differences.mean();
    int count = differences.count();
    double squares =
        Arrays.stream(differences.values()).map(value -> (value - mean) * (value - mean)).sum();
    return squares / (count - 1) * (1.0 / count + differences.testToTrain());
  }

  private static Outcome run(int folds, int repeats, SimulatedPair pair, int cohorts) {
    Outcome outcome = new Design(folds, repeats, pair, EXHAUSTIVE ? cohorts : SHORT).run();
    System.out.println(outcome.text());
    return outcome;
  }

  private static SimulatedPair pair(int own, double effect) {
    return new SimulatedPair(SUBJECTS, own, PENALTY, effect);
  }

  @Test
  void twoCopiesOfOneAlgorithmDifferAsRarelyAsTheLevelSays() {
    Outcome outcome = run(5, 3, pair(OWN, 0), DEFAULT);

    double rate = outcome.rejected().value();
    if (EXHAUSTIVE) {
      assertThat(rate).as(outcome.text()).isBetween(0.03, 0.07);
      assertThat(outcome.naive()).as("without the correction").isGreaterThan(0.15);
    } else {
      assertThat(rate).as(outcome.text()).isLessThan(0.2);
    }
    assertThat(outcome.share(Verdict.BETTER) + outcome.share(Verdict.WORSE)).isLessThan(0.1);
  }

  /** One verdict of a primary candidate held to four baselines and two single modalities. */
  private record Overall(Verdict verdict, boolean anyWorse, boolean pairWorse, double toBest) {
    private static final List<CandidateSpec> CANDIDATES =
        List.of(
            HandMade.network("fused"),
            HandMade.baseline("first"),
            HandMade.baseline("second"),
            HandMade.baseline("third"),
            HandMade.baseline("fourth"),
            HandMade.network("only left"),
            HandMade.network("only right"));

    /** Every candidate is a copy of every other, so each is as good. */
    static Overall of(Seed seed) {
      SimulatedPair.Copies copies = pair(OWN, 0).copies(CANDIDATES.size(), 5, 3, seed);
      ComparisonSpec spec = HandMade.spec(MARGIN, CANDIDATES.toArray(CandidateSpec[]::new));
      List<CandidateResult> results =
          IntStream.range(0, CANDIDATES.size())
              .mapToObj(
                  c ->
                      HandMade.scored(
                          CANDIDATES.get(c).name(), copies.target(), copies.aurocs()[c]))
              .toList();
      ComparisonResult result =
          new ComparisonResult(
              HandMade.protocol(copies.split(), null, Map.of(), copies.target()), results);
      List<Contrast> contrasts = Contrasts.of(result, spec);
      List<Contrast> planned = contrasts.stream().filter(Contrast::confirmatory).toList();
      Verdict verdict =
          OverallVerdict.of(
                  Metrics.primary(copies.target().schema()),
                  "fused",
                  spec.margin().of(copies.target()),
                  Gaps.of(result, spec, Roles.of(result, spec, copies.target())),
                  contrasts)
              .verdict();
      return new Overall(
          verdict,
          planned.stream().anyMatch(one -> one.verdict() == Verdict.WORSE),
          planned.get(1).verdict() == Verdict.WORSE,
          planned.get(0).difference().value());
    }
  }

  @Test
  void theOverallVerdictFallsForNoCopyEither() {
    int cohorts = EXHAUSTIVE ? OTHERS : SHORT;
    Seed seed = SEED.at("overall");
    List<Overall> all =
        IntStream.range(0, cohorts)
            .parallel()
            .mapToObj(i -> Overall.of(seed.at("cohort", i)))
            .toList();
    Estimate better = rate(all, one -> one.verdict() == Verdict.BETTER);
    Estimate worse = rate(all, one -> one.verdict() == Verdict.WORSE);
    String text =
        String.format(
            Locale.ROOT,
            "overall verdict among 7 copies (4 baselines, 2 modalities), 5 folds × 3, %d cohorts,"
                + " seed %d: better %.4f [%.4f, %.4f], worse %.4f [%.4f, %.4f]; worse in any of the"
                + " 3 at 95 %% each %.4f, in one pair %.4f; primary minus best baseline %+.4f",
            cohorts,
            SEED.value(),
            better.value(),
            better.lower(),
            better.upper(),
            worse.value(),
            worse.lower(),
            worse.upper(),
            rate(all, Overall::anyWorse).value(),
            rate(all, Overall::pairWorse).value(),
            all.stream().mapToDouble(Overall::toBest).average().orElse(Double.NaN));
    System.out.println(text);

    assertThat(better.value()).as(text).isLessThan(EXHAUSTIVE ? 0.02 : 0.1);
    assertThat(worse.value()).as(text).isLessThan(EXHAUSTIVE ? 0.07 : 0.2);
  }

  private static Estimate rate(List<Overall> all, Predicate<Overall> which) {
    return Wilson.of((int) all.stream().filter(which).count(), all.size(), 0.95);
  }

  @Test
  @EnabledIfSystemProperty(
      named = "interfuse.exhaustive",
      matches = "true",
      disabledReason = "thousands of cohorts; -Dinterfuse.exhaustive=true runs them")
  void otherDesignsRejectNoMoreOften() {
    for (Outcome outcome :
        List.of(
            run(5, 1, pair(OWN, 0), OTHERS),
            run(10, 1, pair(OWN, 0), OTHERS),
            run(5, 3, pair(10, 0), OTHERS),
            run(5, 3, new SimulatedPair(300, OWN, PENALTY, 0), OTHERS),
            run(5, 3, pair(150, 0), OTHERS))) {
      assertThat(outcome.rejected().value()).as(outcome.text()).isLessThan(0.07);
    }
  }

  @Test
  void aPlantedEffectIsFound() {
    Outcome strong = run(5, 3, pair(OWN, 3), OTHERS);

    assertThat(strong.rejected().value()).as(strong.text()).isGreaterThan(0.5);
    assertThat(strong.share(Verdict.WORSE)).isZero();
    if (EXHAUSTIVE) {
      Outcome weak = run(5, 3, pair(OWN, 1.5), OTHERS);
      assertThat(weak.rejected().value()).isBetween(0.05, strong.rejected().value());
      run(5, 1, pair(OWN, 3), OTHERS);
      run(10, 1, pair(OWN, 3), OTHERS);
    }
  }
}
