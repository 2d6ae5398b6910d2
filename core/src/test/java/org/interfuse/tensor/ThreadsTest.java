package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  @BeforeEach
  void load() {
    Torch.load();
  }

  @AfterEach
  void reset() {
    Torch.threads(1);
  }

  @Test
  void openMpGetsTheThreadsAndOpenBlasOne() {
    openblas_nolapack.blas_set_num_threads(2);
    Torch.threads(2);
    assertThat(torch.get_num_threads()).isEqualTo(2);
    assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
  }

  @Test
  void noThreadsAreRefused() {
    assertThatThrownBy(() -> Torch.threads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, but is 0");
  }

  @Test
  void aWorkerHasOneThreadAndNoGradientAndGivesBothBack() {
    Torch.threads(2);
    try (WorkerThread worker = WorkerThread.enter()) {
      assertThat(worker).isNotNull();
      assertThat(torch.get_num_threads()).isEqualTo(1);
      assertThat(GradMode.is_enabled()).isFalse();
    }
    assertThat(torch.get_num_threads()).isEqualTo(2);
    assertThat(GradMode.is_enabled()).isTrue();
  }

  @Test
  void aWorkerDoesNotChangeTheThreadThatStartedIt() throws Exception {
    Torch.threads(2);
    inAnotherThread(
        () -> {
          try (WorkerThread worker = WorkerThread.enter()) {
            assertThat(worker).isNotNull();
            assertThat(torch.get_num_threads()).isEqualTo(1);
          }
        });
    assertThat(torch.get_num_threads()).isEqualTo(2);
    assertThat(GradMode.is_enabled()).isTrue();
  }

  @Test
  void aWorkerIsClosedByItsOwnThread() {
    try (WorkerThread worker = WorkerThread.enter()) {
      assertThatThrownBy(() -> inAnotherThread(worker::close))
          .hasRootCauseMessage("a worker thread is closed by the thread that entered it");
    }
  }

  private static void inAnotherThread(Runnable work) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      executor.submit(work).get();
    } finally {
      executor.shutdown();
    }
  }
}
