package org.interfuse.encoder.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TokenRows;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenStore;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;

class FrozenEncoderTest {
  private static final float[][] TOKENS = {{1, 5, 7}, {3, 5, 9}, {8, 5, -4}, {100, 6, 100}};

  /** Rows: token 0; tokens 1 and 2; token 3, which is of no training row. */
  private static SequenceFeatures features() {
    TokenStore store =
        new TokenStore() {
          @Override
          public int size() {
            return TOKENS.length;
          }

          @Override
          public Element element() {
            return Element.FLOAT32;
          }

          @Override
          public void read(int token, ByteBuffer target) {
            for (float value : TOKENS[token]) {
              target.putFloat(value);
            }
          }

          @Override
          public long heldBytes() {
            return 0;
          }
        };
    FeatureShape shape = FeatureShape.ofSequence(SequenceShape.ofArrays(2, 3));
    return new SequenceFeatures(
        shape, new int[] {0, 1, 3, 4}, new int[] {0, 1, 2, 3}, store, null, null, null);
  }

  @Test
  void tokensAreStandardisedByTrainingTokensAndPooledByTheirMean() {
    SequenceFeatures features = features();
    try (Parameters parameters = new Parameters(new Seed(1), ScalarType.Double);
        PointerScope scope = new PointerScope()) {
      FrozenEncoder encoder = new FrozenEncoder(features.shape(), parameters);
      encoder.prepare(new TrainingRows(features, new int[] {0, 1}, List.of(), new Seed(2)));
      double[][] values = {{1, 5, 7}, {0, 0, 0}, {3, 5, 9}, {8, 5, -4}};
      EncoderInput input =
          EncoderInput.ofTokens(
              Tensors.empty(ScalarType.Double, 2, 0),
              new TokenRows(
                  Tensors.ofRows(values).view(2, 2, 3),
                  Tensors.ofBooleans(new boolean[] {true, false, true, true}, 2, 2),
                  null));

      Encoded encoded = encoder.forward(input, Pass.inference());

      // by hand: means 4, 5, 4; deviations √(26/3), 0, √(98/3)
      double first = Math.sqrt(26 / 3.0);
      double third = Math.sqrt(98 / 3.0);
      double[][] pooled = Tensors.toRows(encoded.pooled());
      assertThat(pooled[0]).containsExactly(new double[] {-3 / first, 0, 3 / third}, within(1e-12));
      assertThat(pooled[1])
          .containsExactly(new double[] {1.5 / first, 0, -1.5 / third}, within(1e-12));
      assertThat(Tensors.toDoubles(java.util.Objects.requireNonNull(encoded.tokens())))
          .as("nothing where there is no token")
          .containsExactly(
              new double[] {
                -3 / first,
                0,
                3 / third,
                0,
                0,
                0,
                -1 / first,
                0,
                5 / third,
                4 / first,
                0,
                -8 / third
              },
              within(1e-12));
      assertThat(parameters.trained()).isEmpty();
    }
  }
}
