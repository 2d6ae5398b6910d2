package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that predict on features of their own with one encoder. */
final class ConcurrentInferenceTest {
  private static final int ROWS = 12;
  private static final int COLUMNS = 3000;
  private static final int TIMES = 150;
  private static final int[] SOME = {1, 5, 11};

  private static WideRowsOf rows(float factor) {
    WideRowsOf random = WideRowsOf.random(ROWS, COLUMNS, 9);
    float[] scale = random.scale().clone();
    for (int j = 0; j < scale.length; j++) {
      scale[j] *= factor;
    }
    return new WideRowsOf(
        random.cells(), random.centre(), scale, GroupedProjectionTest.groups(COLUMNS, 20));
  }

  private static double[][] predict(Encoder encoder, WideFeatures features) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.toRows(
          encoder
              .forward(WideRowsOf.input(features, ScalarType.Float, SOME), Pass.inference())
              .pooled());
    }
  }

  @ParameterizedTest
  @EnumSource(Projection.class)
  void equalsThatOfOneThread(Projection projection)
      throws InterruptedException, ExecutionException {
    List<WideRowsOf> wide = List.of(rows(1), rows(2));
    List<WideFeatures> features = wide.stream().map(WideRowsOf::features).toList();
    WideEncoder.Spec spec = GroupedProjectionTest.spec(projection, WideOptimiser.ROW_WISE);
    Parameters parameters = new Parameters(new Seed(4), ScalarType.Float);
    Encoder encoder = spec.build(features.get(0).shape(), parameters);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      encoder.prepare(
          WideRowsOf.training(
              features.get(0), new int[] {0, 2, 3, 4, 6, 7}, wide.get(0).classes()));
      List<double[][]> expected = features.stream().map(own -> predict(encoder, own)).toList();
      assertThat(Arrays.deepEquals(expected.get(0), expected.get(1))).isFalse();

      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<Integer>> equal = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        int own = thread;
        equal.add(
            threads.submit(
                () -> {
                  int count = 0;
                  for (int time = 0; time < TIMES; time++) {
                    together.await(10, TimeUnit.SECONDS);
                    // every other time features that nobody has seen
                    WideFeatures asked =
                        time % 2 == 0 ? features.get(own) : wide.get(own).features();
                    count += Arrays.deepEquals(predict(encoder, asked), expected.get(own)) ? 1 : 0;
                  }
                  return count;
                }));
      }
      for (Future<Integer> count : equal) {
        assertThat(count.get()).isEqualTo(TIMES);
      }
    } finally {
      threads.shutdownNow();
      encoder.close();
      parameters.close();
    }
  }
}
