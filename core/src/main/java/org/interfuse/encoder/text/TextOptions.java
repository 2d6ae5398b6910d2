package org.interfuse.encoder.text;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TokenRows;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;

/** What encoders of texts have in common. */
final class TextOptions {
  private TextOptions() {}

  static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: expected 1 or more, but it is %,d".formatted(option, value));
    }
  }

  static void requireRate(String option, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "%s: expected 0 ≤ rate < 1, but it is %s".formatted(option, rate));
    }
  }

  /** Whether tokens are codes. */
  static boolean codes(FeatureShape shape) {
    SequenceShape sequence = shape.sequence();
    return sequence != null && sequence.codes();
  }

  /** The table of embeddings [rows, width], at first normal with a standard deviation. */
  static Tensor embedding(
      Parameters parameters, String name, int rows, int width, double deviation) {
    Initialisation start = new Initialisation.Normal(deviation);
    return parameters.add(name + ".weight", start, Parameter.Role.EMBEDDING, rows, width);
  }

  static TokenRows tokens(EncoderInput input) {
    return Objects.requireNonNull(input.tokens(), "tokens");
  }
}
