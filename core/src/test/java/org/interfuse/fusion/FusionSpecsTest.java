package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** What the operators refuse and say; that they compute the right thing is proved in proof. */
class FusionSpecsTest {
  private static void build(FusionSpec spec, int width, int... widths) {
    List<String> names = List.of("clinical", "rna", "notes").subList(0, widths.length);
    try (Parameters parameters = new Parameters(new Seed(1))) {
      assertThat(spec.build(names, widths, width, parameters).width()).isEqualTo(width);
    }
  }

  @Test
  void operatorsOfOneWidthNameTheProjection() {
    assertThatThrownBy(() -> build(new MeanFusion.Spec(), 8, 8, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fusion 'mean' needs equal widths, but clinical has 8 and rna has 64;"
                + " set projection: linear");
    assertThatThrownBy(() -> build(new CrossAttentionFusion.Spec(), 8, 8, 8, 4))
        .hasMessage(
            "fusion 'cross-attention' needs equal widths, but clinical has 8 and notes has 4;"
                + " set projection: linear");
  }

  @Test
  void operatorsThatKeepTheWidthSayWhichItMustBe() {
    assertThatThrownBy(() -> build(new MeanFusion.Spec(), 32, 8, 8))
        .hasMessage(
            "fusion 'mean' keeps the width of the representations, which is 8, but width is 32;"
                + " set projection: linear or width: 8");
  }

  @Test
  void headsMustDivideTheWidth() {
    assertThatThrownBy(() -> build(new CrossAttentionFusion.Spec(3), 8, 8, 8))
        .hasMessage("fusion 'cross-attention': heads: 3 does not divide the width 8");
    assertThatThrownBy(() -> new CrossAttentionFusion.Spec(0))
        .hasMessage("heads: expected at least 1, but it is 0");
  }

  @Test
  void tiedGatesNeedTwoModalities() {
    assertThatThrownBy(() -> build(new GatedFusion.Spec(true), 4, 2, 3, 4))
        .hasMessage("fusion 'gated': tied needs exactly 2 modalities, but there are 3");
  }

  @Test
  void oneModalityIsNothingToFuse() {
    assertThatThrownBy(() -> build(new ConcatFusion.Spec(), 4, 4))
        .hasMessage("fusion 'concat': expected at least 2 modalities, but there is 1");
    assertThatThrownBy(() -> build(new ConcatFusion.Spec(), 0, 4, 4))
        .hasMessage("fusion 'concat': width: expected at least 1, but it is 0");
  }

  /** By hand for widths 2 and 3 to C = 4, and p = 4. */
  @Test
  void declaresTheCountsOfTheCatalogue() {
    int[] two = {2, 3};
    assertThat(new ConcatFusion.Spec().parameterCount(two, 4)).isEqualTo(6 * 4 + 5);
    assertThat(new GatedFusion.Spec().parameterCount(two, 4))
        .isEqualTo((3 + 4) * 4 + 2 * 6 * 4 + 5);
    assertThat(new GatedFusion.Spec(true).parameterCount(two, 4)).isEqualTo((3 + 4) * 4 + 6 * 4);
    int[] equal = {4, 4, 4};
    assertThat(new MeanFusion.Spec().parameterCount(equal, 4)).isZero();
    assertThat(new CrossAttentionFusion.Spec().parameterCount(equal, 4))
        .isEqualTo(3 * (4 * 16 + 5 * 4) + 4);
  }

  @Test
  void onlyMapsDecay() {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      List<String> names = List.of("a", "b");
      new CrossAttentionFusion.Spec(2).build(names, new int[] {4, 4}, 4, parameters.scope("x"));
      new GatedFusion.Spec().build(names, new int[] {4, 4}, 4, parameters.scope("g"));

      assertThat(parameters.all())
          .allSatisfy(
              parameter ->
                  assertThat(parameter.role().decays())
                      .as(parameter.name())
                      .isEqualTo(
                          parameter.name().endsWith(".weight")
                              && !parameter.name().contains(".norm.")));
      assertThat(parameters.all())
          .filteredOn(parameter -> parameter.role() == Parameter.Role.ABSENCE)
          .extracting(Parameter::name)
          .containsExactly("x.null", "g.absence.a", "g.absence.b");
    }
  }
}
