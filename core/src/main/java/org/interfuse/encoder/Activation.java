package org.interfuse.encoder;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.Gelu;

/** A non-linearity, element by element. */
public enum Activation {
  /** x Φ(x) with the exact normal distribution function (Hendrycks and Gimpel 2016). */
  GELU {
    @Override
    public Tensor forward(Tensor x) {
      return Gelu.of(x);
    }
  },
  /** max(x, 0). */
  RELU {
    @Override
    public Tensor forward(Tensor x) {
      return x.relu();
    }
  };

  /** Applies it. */
  public abstract Tensor forward(Tensor x);
}
