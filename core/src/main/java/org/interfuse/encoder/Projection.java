package org.interfuse.encoder;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Brings what an encoder made to the model's common width: {@code linear}, one affine map shared by
 * the pooled vector and the tokens, or {@code none}. Owned by the model, not by the operators; like
 * an encoder it sees only the subjects who have the modality.
 */
public final class Projection {
  private final int width;
  private final @Nullable Linear map;

  private Projection(int width, @Nullable Linear map) {
    this.width = width;
    this.map = map;
  }

  /** W h + b from width {@code from} to width {@code to}: (from + 1) · to parameters. */
  public static Projection linear(int from, int to, Parameters parameters) {
    if (to < 1) {
      throw new IllegalArgumentException("width: expected at least 1, but it is " + to);
    }
    return new Projection(to, Linear.create(parameters, "projection", from, to));
  }

  /** The identity. */
  public static Projection none(int width) {
    return new Projection(width, null);
  }

  /** Width after the projection. */
  public int width() {
    return width;
  }

  /** Projects the pooled vector and, if there are any, the tokens. */
  public Encoded forward(Encoded encoded) {
    if (map == null) {
      return encoded;
    }
    Tensor tokens = encoded.tokens();
    return new Encoded(
        map.forward(encoded.pooled()),
        tokens == null ? null : map.forward(tokens), // [n, time, from] to [n, time, to]
        encoded.mask());
  }
}
