package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.interfuse.comparison.HandMade.baseline;
import static org.interfuse.comparison.HandMade.network;
import static org.interfuse.comparison.HandMade.protocol;
import static org.interfuse.comparison.HandMade.scored;
import static org.interfuse.comparison.HandMade.split;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

/** What difference does not matter, in which unit, and who said so. */
class MarginTest {
  private static Target dose(double... values) {
    return new Target.Regression(Target.schema("dose", TargetType.REGRESSION), values);
  }

  @Test
  void whereNobodyNamesOneItCountsStandardDeviationsOfTheTarget() {
    TargetMargin margin = Margin.DEFAULT.of(dose(1, 2, Double.NaN, 3, 4, 5)); // variance 10/4

    assertThat(margin.value()).isCloseTo(0.02 * Math.sqrt(2.5), within(1e-15));
    assertThat(margin.text())
        .isEqualTo("0.0316 (0.02 standard deviations of dose; the study names none)");
    assertThat(Margin.DEFAULT.of(dose(7)).value()).as("nothing varies").isZero();
  }

  @Test
  void aMetricWithoutAUnitHasAMarginWithoutOne() {
    TargetMargin margin = Margin.DEFAULT.of(HandMade.classes(0, 1));

    assertThat(margin.value()).isEqualTo(0.02);
    assertThat(margin.text()).isEqualTo("0.02 (the default; the study names none)");
  }

  @Test
  void aWrittenMarginStaysAsWritten() {
    TargetMargin margin = Margin.written(0.0123456).of(dose(1, 2, 3, 4, 5));

    assertThat(margin.value()).isEqualTo(0.0123456);
    assertThat(margin.text()).isEqualTo("0.0123456");
    assertThatThrownBy(() -> Margin.written(-1))
        .hasMessage("margin: expected 0 or more, but it is -1.0");
  }

  /** The same study in another unit has the same verdict, and the sentence its own margin. */
  @Test
  void theVerdictDoesNotDependOnTheUnitOfTheTarget() {
    for (double unit : new double[] {1, 1e-3, 1e4}) {
      SplittableRandom random = new SplittableRandom(11);
      double[] values = random.doubles(50).map(value -> unit * value).toArray();
      Target target = dose(values);
      Protocol protocol = protocol(split(50, 5, 1), null, Map.of(), target);
      ComparisonResult result =
          new ComparisonResult(
              protocol,
              List.of(
                  scored("fused", target, scaled(unit, 0.1, 0.11, 0.1, 0.09, 0.1)),
                  scored("good", target, scaled(unit, 0.2, 0.21, 0.21, 0.2, 0.2))));
      ComparisonSpec silent =
          new ComparisonSpec(
              "fused",
              Margin.DEFAULT,
              1,
              List.of(network("fused"), baseline("good")),
              List.of(),
              Refits.NONE,
              Tuning.NONE,
              false);

      Contrast contrast = Contrasts.of(result, silent).get(0);

      assertThat(contrast.verdict()).as("unit %s", unit).isEqualTo(Verdict.BETTER);
      assertThat(contrast.posterior().above()).isGreaterThan(0.99);
      Contrast absolute =
          Contrasts.of(result, HandMade.spec(0.02, network("fused"), baseline("good"))).get(0);
      assertThat(absolute.verdict() == Verdict.PRACTICALLY_EQUAL)
          .as("0.02 of another unit")
          .isEqualTo(unit == 1e-3);
    }
  }

  private static double[] scaled(double unit, double... values) {
    return java.util.Arrays.stream(values).map(value -> unit * value).toArray();
  }
}
