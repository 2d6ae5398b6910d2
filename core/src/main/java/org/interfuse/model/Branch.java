package org.interfuse.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.Projection;
import org.interfuse.encoder.Representation;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The way of one modality to its representation: encoder, projection, and the scattering of the n
 * subjects who have it into the batch, absent slots exact zeros.
 */
record Branch(String modality, Encoder encoder, Projection projection, ScalarType type) {
  Representation forward(Batch batch, Batch.OfModality part, Pass pass) {
    if (part.rows() != null) {
      return ofReplicas(batch, part, part.rows(), pass);
    }
    if (part.input() == null) {
      Tensor zeros = Tensors.zeros(type, batch.size(), projection.width());
      return Representation.pooled(zeros, part.presence());
    }
    Encoded encoded = projection.forward(encoder.forward(part.input(), pass));
    if (part.positions() == null) {
      return new Representation(
          encoded.pooled(), encoded.tokens(), encoded.mask(), part.presence(), true);
    }
    return new Representation(
        scatter(encoded.pooled(), batch.size(), part.positions()), // [n, width] to [B, width]
        scatterIfAny(encoded.tokens(), batch.size(), part.positions()),
        scatterIfAny(encoded.mask(), batch.size(), part.positions()),
        part.presence());
  }

  /** The same for R replicas; encoders that replicate give no tokens. */
  private Representation ofReplicas(Batch batch, Batch.OfModality part, int[] rows, Pass pass) {
    long size = batch.size();
    if (part.input() == null) {
      Tensor zeros = Tensors.zeros(type, rows.length, size, projection.width());
      return Representation.pooled(zeros, part.presence());
    }
    pass.rows(rows);
    Tensor pooled = projection.forward(encoder.forward(part.input(), pass)).pooled(); // [R, n, w]
    pass.rows(batch.rows());
    if (part.positions() == null) {
      return new Representation(pooled, null, null, part.presence(), true);
    }
    Tensor scattered = scatter(pooled.flatten(0, 1), rows.length * size, part.positions());
    return Representation.pooled(
        scattered.view(rows.length, size, projection.width()), part.presence());
  }

  private static @Nullable Tensor scatterIfAny(@Nullable Tensor rows, int size, Tensor positions) {
    return rows == null ? null : scatter(rows, size, positions);
  }

  private static Tensor scatter(Tensor rows, long size, Tensor positions) {
    long[] shape = Tensors.shape(rows);
    shape[0] = size;
    return Tensors.zeros(rows.scalar_type(), shape).index_copy(0, positions, rows);
  }
}
