package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.interfuse.fusion.CompactBilinearFusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every registered operator, found and proved without a list to edit. */
class FusionProofsTest {
  private static final Seed SEED = new Seed(20260101);

  static Stream<FusionSpec> registered() {
    return FusionProofs.registered().stream();
  }

  @ParameterizedTest(name = "{0}, seed 20260101")
  @MethodSource("registered")
  void everyRegisteredOperatorIsProved(FusionSpec spec) {
    ProofReport report = FusionProofs.prove(spec, SEED);

    assertThat(report.failed()).isEmpty();
    assertThat(report.status()).isEqualTo(ProofReport.Status.PASSED);
    assertThat(report.proofs()).hasSize(23);
  }

  static Stream<FusionSpec> defaults() {
    return ServiceLoader.load(FusionSpec.class).stream().map(ServiceLoader.Provider::get);
  }

  /** Nothing but random masks differs from what a study gets that names no options. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("defaults")
  void everyOperatorIsProvedWithItsDefaults(FusionSpec spec) {
    assertThat(FusionProofs.variants(spec))
        .extracting(FusionProofsTest::withoutMasks)
        .contains(withoutMasks(spec));
  }

  private static String withoutMasks(FusionSpec spec) {
    return spec.toString().replaceAll("([dD]ropout)=[0-9.]+", "$1");
  }

  @Test
  void findsTheOperatorsByTheirNames() {
    assertThat(ServiceLoader.load(FusionSpec.class))
        .extracting(FusionSpec::type)
        .contains("concat", "mean", "gated", "cross-attention")
        .doesNotHaveDuplicates();
  }

  @Test
  void exemptionsAreReportedWithTheirReasons() {
    ProofReport report = FusionProofs.prove(new CompactBilinearFusion.Spec(), SEED);

    assertThat(report.exemptions())
        .containsExactly(
            entry(
                "output.weight",
                "columns of places that no product of features falls on multiply 0"));
  }

  @Test
  void anOperatorWithoutOracleIsNeverPassed() {
    ProofReport report = FusionProofs.prove(new GatedFusion.Spec(), null, SEED);

    assertThat(report.failed()).isEmpty();
    assertThat(report.status()).isEqualTo(ProofReport.Status.NO_ORACLE);
    assertThat(report.status().text()).isEqualTo("no oracle");
  }

  @Test
  void anOracleForOtherOptionsFailsTheOutputs() {
    Oracle untied = new GatedOracleOf(new GatedFusion.Spec(false));

    ProofReport report = FusionProofs.prove(new GatedFusion.Spec(true), untied, SEED);

    assertThat(report.failed())
        .extracting(Proof::name)
        .contains("outputs, float64", "gradients of inputs", "parameter count");
  }

  /** Computes the options it was made with, whatever it is asked. */
  private record GatedOracleOf(GatedFusion.Spec fixed) implements Oracle {
    @Override
    public String type() {
      return "gated";
    }

    @Override
    public List<FusionSpec> variants() {
      return List.of(fixed);
    }

    @Override
    public long parameterCount(FusionSpec spec, int[] widths, int width) {
      return new GatedOracle().parameterCount(fixed, widths, width);
    }

    @Override
    public double[] fuse(FusionSpec spec, OracleInput input) {
      return new GatedOracle().fuse(fixed, input);
    }
  }
}
