package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessMemoryTest {
  @Test
  void pagesOfMappedFilesAreNotHeld() {
    List<String> status =
        List.of(
            "VmHWM:\t  900000 kB",
            "VmRSS:\t  800000 kB",
            "RssAnon:\t  200000 kB",
            "RssFile:\t  590000 kB",
            "RssShmem:\t   10000 kB");
    assertThat(ProcessMemory.belonging(status)).isEqualTo(210_000 * 1024);
    assertThat(ProcessMemory.belonging(status.subList(0, 2)))
        .as("kernels before 4.5")
        .isEqualTo(800_000 * 1024);
  }

  @Test
  void thisProcessHoldsLessThanItsPeak() {
    assertThat(ProcessMemory.resident()).isPositive().isLessThanOrEqualTo(ProcessMemory.peak());
  }
}
