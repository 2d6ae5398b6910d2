package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.Float32MatmulPrecision;
import org.junit.jupiter.api.Test;

final class PrecisionTest {
  @Test
  void holdsUntilTheLastUserIsDone() {
    Precision.Use first = Precision.MEDIUM.use();
    Precision.Use second = Precision.MEDIUM.use();
    assertThat(setting()).isEqualTo(Float32MatmulPrecision.MEDIUM);
    first.close();
    first.close();
    assertThat(setting()).isEqualTo(Float32MatmulPrecision.MEDIUM);
    second.close();
    assertThat(setting()).isEqualTo(Float32MatmulPrecision.HIGHEST);
  }

  @Test
  void waitsForTheOtherPrecision() throws Exception {
    Precision.Use medium = Precision.MEDIUM.use();
    CompletableFuture<Float32MatmulPrecision> high =
        CompletableFuture.supplyAsync(
            () -> {
              try (Precision.Use use = Precision.HIGH.use()) {
                return setting();
              }
            });
    boolean waited = false;
    try {
      high.get(200, TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillWaiting) {
      waited = true;
    }
    medium.close();
    assertThat(waited).isTrue();
    assertThat(high.get(10, TimeUnit.SECONDS)).isEqualTo(Float32MatmulPrecision.HIGHEST);
  }

  private static Float32MatmulPrecision setting() {
    Torch.load();
    return torch.globalContext().float32MatmulPrecision().intern();
  }
}
