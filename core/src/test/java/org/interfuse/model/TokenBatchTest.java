package org.interfuse.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TokenRows;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenStore;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of tokens as tensors, checked cell by cell. */
final class TokenBatchTest {
  private static final int[] STARTS = {0, 2, 3, 6};

  /** Arrays [channels = 2, 3] whose numbers are counted from 1: token t has 6t + 1 to 6t + 6. */
  private record Counted(Element element) implements TokenStore {
    @Override
    public int size() {
      return 4;
    }

    @Override
    public void read(int token, ByteBuffer target) {
      for (int i = 1; i <= 6; i++) {
        if (element == Element.UINT8) {
          target.put((byte) number(token, i));
        } else {
          target.putFloat(number(token, i));
        }
      }
    }

    /** Bytes above 127 among them. */
    static int number(int token, int i) {
      return 180 + 6 * token + i;
    }

    @Override
    public long heldBytes() {
      return 24;
    }
  }

  @BeforeAll
  static void load() {
    Torch.load();
  }

  private static SequenceFeatures codes(float... times) {
    return new SequenceFeatures(
        FeatureShape.ofSequence(SequenceShape.ofCodes(9, 3)),
        STARTS,
        new int[] {4, 0, 8, 1, 2, 3},
        null,
        null,
        null,
        times.length == 0 ? null : times);
  }

  private static SequenceFeatures arrays(
      TokenStore.Element element, float @Nullable [] centre, float @Nullable [] scale) {
    return new SequenceFeatures(
        FeatureShape.ofSequence(SequenceShape.ofArrays(3, 2, 3)),
        STARTS,
        new int[] {0, 1, 1, 3, 1, 0},
        new Counted(element),
        centre,
        scale,
        null);
  }

  private static TokenRows tokens(SequenceFeatures features, ScalarType type, int... rows) {
    return requireNonNull(TokenBatch.of(features, rows, rows.length, type).tokens());
  }

  @Test
  void codesArePaddedWithZeros() {
    try (PointerScope scope = new PointerScope()) {
      EncoderInput input =
          TokenBatch.of(codes(7, 8, 9, 1, 2, 3), new int[] {2, 0, 1, 0}, 3, ScalarType.Float);
      TokenRows tokens = requireNonNull(input.tokens());

      assertThat(input.rows()).isEqualTo(3);
      assertThat(Tensors.shape(input.numeric())).containsExactly(3, 0);
      assertThat(tokens.values().scalar_type().intern()).isEqualTo(ScalarType.Long);
      assertThat(Tensors.toRows(tokens.values()))
          .isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 0, 0}, {8, 0, 0}});
      assertThat(Tensors.toRows(tokens.mask()))
          .isDeepEqualTo(new double[][] {{1, 1, 1}, {1, 1, 0}, {1, 0, 0}});
      assertThat(Tensors.toRows(requireNonNull(tokens.times())))
          .isDeepEqualTo(new double[][] {{1, 2, 3}, {7, 8, 0}, {9, 0, 0}});
    }
  }

  @Test
  void timeIsThatOfTheLongestRowAskedFor() {
    try (PointerScope scope = new PointerScope()) {
      TokenRows tokens = tokens(codes(), ScalarType.Float, 1);

      assertThat(Tensors.shape(tokens.values())).containsExactly(1, 1);
      assertThat(tokens.times()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(TokenStore.Element.class)
  void arraysAreScaledPerChannelAndPaddedWithZeros(TokenStore.Element element) {
    float[] centre = {10, 20};
    float[] scale = {0.5f, 2};
    try (PointerScope scope = new PointerScope()) {
      Tensor values = tokens(arrays(element, centre, scale), ScalarType.Float, 2, 0, 1).values();

      assertThat(Tensors.shape(values)).containsExactly(3, 3, 2, 3);
      double[] found = Tensors.toDoubles(values);
      int[][] expected = {{3, 1, 0}, {0, 1, -1}, {1, -1, -1}}; // rows share tokens of the store
      for (int cell = 0; cell < found.length; cell++) {
        int token = expected[cell / 18][cell / 6 % 3];
        int channel = cell / 3 % 2;
        double number = Counted.number(token, cell % 6 + 1);
        double scaled = token < 0 ? 0 : (number - centre[channel]) * scale[channel];
        assertThat(found[cell]).as("cell %d", cell).isEqualTo(scaled);
      }
    }
  }

  @Test
  void numbersTakeTheModelsType() {
    try (PointerScope scope = new PointerScope()) {
      float[] thirds = {1f / 3, 1f / 3};
      Tensor values =
          tokens(arrays(TokenStore.Element.UINT8, null, thirds), ScalarType.Double, 1).values();

      assertThat(values.scalar_type().intern()).isEqualTo(ScalarType.Double);
      assertThat(Tensors.toDoubles(values)[0]).isEqualTo(187 * (double) (1f / 3));
    }
  }

  @Test
  void numbersWithoutScaleStayAsTheyAre() {
    try (PointerScope scope = new PointerScope()) {
      TokenRows tokens =
          tokens(arrays(TokenStore.Element.FLOAT32, null, null), ScalarType.Float, 0, 1);

      assertThat(Tensors.toDoubles(tokens.values()))
          .startsWith(181, 182, 183)
          .endsWith(0, 0, 0, 0, 0, 0);
    }
  }
}
