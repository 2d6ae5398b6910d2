package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TableColumns;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.preprocessing.Features;
import org.interfuse.tensor.Tensors;

/** The training rows of a table, as an encoder of tables is given them. */
final class TrainingTiles {
  private TrainingTiles() {}

  static TableTiles ofTable(TrainingRows training, TableColumns columns, ScalarType type) {
    Features features = training.features().table();
    int p = features.shape().numericWidth();
    int q = features.shape().cardinalities().length;
    int n = training.rows().length;
    float[] numeric = new float[Math.multiplyExact(n, p)];
    long[] codes = new long[n * q];
    for (int i = 0; i < n; i++) {
      int row = training.rows()[i];
      System.arraycopy(features.numeric(), row * p, numeric, i * p, p);
      for (int j = 0; j < q; j++) {
        codes[i * q + j] = features.categories()[row * q + j];
      }
    }
    Tensor categories = q == 0 ? null : Tensors.ofLongs(codes, n, q);
    return new TableTiles(
        columns.forward(new EncoderInput(Tensors.ofFloats(numeric, n, p).to(type), categories)));
  }
}
