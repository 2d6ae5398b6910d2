package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is proved of each projection, and that a difference is found. */
class WideProofsTest {
  private static WideEncoder.Spec variant(Projection projection) {
    return EncoderProofs.registered().stream()
        .filter(spec -> spec instanceof WideEncoder.Spec)
        .map(spec -> (WideEncoder.Spec) spec)
        .filter(spec -> spec.projection() == projection && spec.normalise())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}, seed 5")
  @EnumSource(Projection.class)
  void everyProjectionHasAnOracle(Projection projection) {
    ProofReport report = EncoderProofs.prove(variant(projection), new Seed(5));

    assertThat(report.failed()).isEmpty();
    assertThat(report.status()).isEqualTo(ProofReport.Status.PASSED);
    assertThat(report.exemptions()).isNotEmpty();
    assertThat(report.proofs())
        .filteredOn(proof -> Double.isNaN(proof.figure()))
        .allSatisfy(proof -> assertThat(proof.detail()).startsWith("does not apply: "))
        .hasSize(report.exemptions().containsKey("weight") ? 2 : 4);
  }

  @ParameterizedTest(name = "{0}, seed 6")
  @EnumSource(Projection.class)
  void oneColumnThatCountsMoreIsFound(Projection projection) {
    ProofReport report =
        WideProofs.prove(variant(projection), new Skewed(new WideOracle()), new Seed(6));

    assertThat(report.failed())
        .extracting(Proof::name)
        .contains("outputs, float64", "gradients of parameters");
    if (report.exemptions().containsKey("weight")) {
      assertThat(report.failed())
          .extracting(Proof::name)
          .contains("norm of the columns' gradient", "first update of columns");
    }
  }

  @Test
  void countsTheParametersOfTheDefaults() {
    FeatureShape shape = WideColumns.shape();

    assertThat(new WideOracle().parameterCount(new WideEncoder.Spec(), shape))
        .isEqualTo(30 * 64 + 64 + 2 * 64);
  }

  /** Columns count a tenth more by turns. */
  private record Skewed(EncoderOracle oracle) implements EncoderOracle {
    @Override
    public String type() {
      return oracle.type();
    }

    @Override
    public List<EncoderSpec> variants() {
      return oracle.variants();
    }

    @Override
    public long parameterCount(EncoderSpec spec, FeatureShape shape) {
      return oracle.parameterCount(spec, shape);
    }

    @Override
    public double[] encode(
        EncoderSpec spec,
        FeatureShape shape,
        Map<String, double[]> parameters,
        double[] numeric,
        int[] categories) {
      double[] skewed = numeric.clone();
      for (int j = 0; j < skewed.length; j += 2) {
        skewed[j] *= 1.1;
      }
      return oracle.encode(spec, shape, parameters, skewed, categories);
    }
  }
}
