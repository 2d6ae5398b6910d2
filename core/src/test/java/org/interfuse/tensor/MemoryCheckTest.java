package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MemoryCheckTest {
  @Test
  void whatFitsTogetherPassesAndTheParameterThatDoesNotIsNamed() {
    MemoryCheck check = new MemoryCheck(4, 16 * 1024 * 1024);

    assertThatCode(() -> check.accept("encoder.weight", new long[] {512, 1024}))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check.accept("fusion.weight", new long[] {1024, 1024}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "with parameter 'fusion.weight' of shape [1024, 1024] the model has 1,572,864"
                + " parameters, which need 24 MiB in training; this machine has 16 MiB: take a"
                + " smaller width, or fewer columns");
  }

  @Test
  void sizesThatNoNumberHoldsAreRefusedBeforeAnyMemoryIsTaken() {
    assertThatThrownBy(
            () ->
                new Parameters(new Seed(1))
                    .add(
                        "weight",
                        new Initialisation.Constant(0),
                        Parameter.Role.WEIGHT,
                        1L << 40,
                        1L << 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this machine has");
  }
}
