package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.interfuse.modality.EvenSpread;
import org.interfuse.modality.FrameData;
import org.interfuse.preprocessing.FramePreprocessing.Fill;
import org.interfuse.preprocessing.FramePreprocessing.Scale;
import org.junit.jupiter.api.Test;

final class FramePreprocessingTest {
  private static final float NAN = Float.NaN;
  private static final int[] TRAINING = {0, 1};

  /** x, y, and z, which is the same throughout; the third row is no training row. */
  private static FrameData data(float... third) {
    return new FrameData(
        List.of("x", "y", "z"),
        new float[][] {
          {1, NAN, 7, 3, 10, 7, NAN, NAN, 7},
          {5, 30, 7},
          third.length == 0 ? new float[] {9, NAN, 8} : third
        },
        new double[][] {{0, 0.5, 2}, {0}, {0}});
  }

  private static SequenceFeatures prepared(FramePreprocessing options, FrameData data) {
    return (SequenceFeatures) options.fit("where", data, TRAINING).apply(data);
  }

  /** What the token says before it is scaled. */
  private static float[] raw(SequenceFeatures features, int token) {
    int width = features.sequence().tokenSize();
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.nativeOrder());
    Objects.requireNonNull(features.store()).read(features.tokens()[token], bytes);
    float[] values = new float[width];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  @Test
  void numbersAreScaledByThoseThatTrainingFramesHave() {
    SequenceFeatures features = prepared(new FramePreprocessing(), data());

    assertThat(features.shape().names()).containsExactly("x", "y", "z", "x?", "y?");
    assertThat(features.centre()).containsExactly(3, 20, 7, 0, 0);
    double deviation = Math.sqrt(8.0 / 3); // of 1, 3, 5
    assertThat(features.scale())
        .containsExactly((float) (1 / deviation), (float) (1 / 10.0), 0, 1, 1);
    assertThat(features.starts()).containsExactly(0, 3, 4, 5);
    assertThat(features.sequence().timed()).isTrue();
    assertThat(features.sequence().longest()).isEqualTo(3);
  }

  @Test
  void whatIsMissingIsTheLastOneOrTheMean() {
    SequenceFeatures last = prepared(new FramePreprocessing(), data());
    FramePreprocessing byMean = new FramePreprocessing(Scale.STANDARD, Fill.MEAN, false);
    SequenceFeatures mean = prepared(byMean, data());

    assertThat(raw(last, 0)).as("none yet").containsExactly(1, 20, 7, 0, 1);
    assertThat(raw(last, 2)).containsExactly(3, 10, 7, 1, 1);
    assertThat(raw(last, 4)).as("a row that is not trained on").containsExactly(9, 20, 8, 0, 1);
    assertThat(raw(mean, 2)).containsExactly(3, 20, 7);
    assertThat(mean.shape().names()).containsExactly("x", "y", "z");
  }

  @Test
  void theUnitOfTimeIsTheMedianStepOfTrainingRows() {
    assertThat(prepared(new FramePreprocessing(), data()).times()).containsExactly(0, 1, 4, 0, 0);
  }

  @Test
  void otherRowsHaveNoSay() {
    FramePreprocessing options = new FramePreprocessing();
    PreprocessingState one = options.fit("where", data(), TRAINING).state();
    PreprocessingState other = options.fit("where", data(NAN, -1e6f, 3), TRAINING).state();

    assertThat(other.texts()).isEqualTo(one.texts());
    one.figures().forEach((name, own) -> assertThat(other.figures(name)).containsExactly(own));
  }

  @Test
  void aStateGivesTheSameBack() {
    FramePreprocessing options = new FramePreprocessing(Scale.NONE, Fill.LAST, true);
    FittedPreprocessing fitted = options.fit("where", data(), TRAINING);
    FittedPreprocessing restored = options.restore(fitted.state());
    SequenceFeatures left = (SequenceFeatures) fitted.apply(data());
    SequenceFeatures right = (SequenceFeatures) restored.apply(data());

    assertThat(right.centre()).containsExactly(Objects.requireNonNull(left.centre()));
    assertThat(right.scale()).containsExactly(1, 1, 1, 1, 1);
    assertThat(right.times()).containsExactly(Objects.requireNonNull(left.times()));
    for (int token = 0; token < 5; token++) {
      assertThat(raw(right, token)).containsExactly(raw(left, token));
    }
    assertThat(restored.nobody().rows()).isZero();
    assertThat(restored.apply(restored.nobody()).rows()).isZero();
    assertThat(restored.columns().numeric()).containsExactly("x", "y", "z");
  }

  @Test
  void whatReadsColumnsSeesSummaries() {
    Features table = prepared(new FramePreprocessing(), data()).table();

    assertThat(table.shape().names())
        .hasSize(20)
        .startsWith("x mean", "x deviation", "x least", "x greatest", "x first", "x last", "y mean")
        .endsWith("x?", "y?");
    double unit = Math.sqrt(8.0 / 3);
    double[] expected = {-2 / 3.0, Math.sqrt(8) / 3, -2, 0, -2, 0}; // of 1, 3, 3 less 3
    for (int j = 0; j < expected.length; j++) {
      assertThat(table.numeric()[j])
          .as(table.shape().names().get(j))
          .isCloseTo((float) (expected[j] / unit), Offset.offset(1e-6f));
    }
    assertThat(table.numeric()[18]).isEqualTo(1 / 3f);
    assertThat(table.numeric()[19]).isEqualTo(2 / 3f);
  }

  @Test
  void fewOfManyAreTheMiddlesOfEqualParts() {
    assertThat(EvenSpread.of(3, 5)).containsExactly(0, 1, 2);
    assertThat(EvenSpread.of(10, 3)).containsExactly(1, 5, 8);
    List<Integer> of = new ArrayList<>();
    for (int most = 1; most < 40; most++) {
      int[] taken = EvenSpread.of(40, most);
      assertThat(taken).hasSize(most).isSorted().doesNotHaveDuplicates();
      of.add(taken[0]);
    }
    assertThat(of).startsWith(20, 10, 6);
    assertThat(EvenSpread.of(Integer.MAX_VALUE, 2)).containsExactly(536_870_911, 1_610_612_735);
  }
}
