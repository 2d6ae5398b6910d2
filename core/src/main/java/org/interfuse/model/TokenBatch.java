package org.interfuse.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TokenRows;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenStore;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Some rows of a modality of tokens as tensors. */
final class TokenBatch {
  private final SequenceFeatures features;
  private final int[] rows;
  private final int count;
  private final int time;

  private TokenBatch(SequenceFeatures features, int[] rows, int count) {
    this.features = features;
    this.rows = rows;
    this.count = count;
    this.time = Arrays.stream(rows, 0, count).map(features::length).max().orElse(0);
  }

  /**
   * The first rows of an array of row numbers.
   *
   * @param type of what is no code
   */
  static EncoderInput of(SequenceFeatures features, int[] rows, int count, ScalarType type) {
    TokenBatch batch = new TokenBatch(features, rows, count);
    TokenStore store = features.store();
    Tensor values = store == null ? batch.codes() : batch.arrays(store, type);
    TokenRows tokens = new TokenRows(values, batch.mask(), batch.times());
    return EncoderInput.ofTokens(Tensors.empty(type, count, 0), tokens);
  }

  /** [n, time] int64. */
  private Tensor codes() {
    long[] codes = new long[count * time];
    for (int i = 0; i < count; i++) {
      int start = features.starts()[rows[i]];
      for (int t = 0; t < features.length(rows[i]); t++) {
        codes[i * time + t] = features.tokens()[start + t];
      }
    }
    return Tensors.ofLongs(codes, count, time);
  }

  /** [n, time, …]: scaled, zeros where there is no token. */
  private Tensor arrays(TokenStore store, ScalarType type) {
    SequenceShape sequence = features.sequence();
    long[] shape = new long[2 + sequence.axes().length];
    shape[0] = count;
    shape[1] = time;
    for (int axis = 0; axis < sequence.axes().length; axis++) {
      shape[2 + axis] = sequence.axes()[axis];
    }
    boolean bytes = store.element() == TokenStore.Element.UINT8;
    Tensor raw = Tensors.empty(bytes ? ScalarType.Byte : ScalarType.Float, shape);
    boolean full = fill(raw, store, sequence.tokenSize() * store.element().bytes());
    Tensor scaled = scaled(raw.to(type), sequence);
    return full || features.centre() == null ? scaled : scaled.mul(existing(shape.length, type));
  }

  /** Copies tokens into a tensor; whether every row has as many as the longest. */
  private boolean fill(Tensor raw, TokenStore store, int tokenBytes) {
    long size = (long) count * time * tokenBytes;
    boolean full = true;
    try (BytePointer data = new BytePointer(raw.data_ptr())) {
      for (int i = 0; i < count; i++) {
        BytePointer row = new BytePointer(data).position((long) i * time * tokenBytes);
        ByteBuffer target =
            row.limit(Math.min(size, (long) (i + 1) * time * tokenBytes))
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
        int start = features.starts()[rows[i]];
        for (int t = 0; t < features.length(rows[i]); t++) {
          store.read(features.tokens()[start + t], target);
        }
        full &= !target.hasRemaining();
        while (target.hasRemaining()) {
          target.put((byte) 0);
        }
      }
    }
    return full;
  }

  private Tensor scaled(Tensor values, SequenceShape sequence) {
    float[] centre = features.centre();
    float[] scale = features.scale();
    long[] channels = new long[sequence.axes().length];
    Arrays.fill(channels, 1);
    channels[0] = sequence.axes()[0];
    Tensor result = values;
    if (centre != null) {
      result = result.sub(Tensors.ofFloats(centre, channels).to(values.scalar_type()));
    }
    if (scale != null) {
      result = result.mul(Tensors.ofFloats(scale, channels).to(values.scalar_type()));
    }
    return result;
  }

  /** [n, time, 1, …]: ones where there is a token. */
  private Tensor existing(int axes, ScalarType type) {
    long[] shape = new long[axes];
    Arrays.fill(shape, 1);
    shape[0] = count;
    shape[1] = time;
    return mask().to(type).view(shape);
  }

  /** [n, time]. */
  private Tensor mask() {
    boolean[] mask = new boolean[count * time];
    for (int i = 0; i < count; i++) {
      Arrays.fill(mask, i * time, i * time + features.length(rows[i]), true);
    }
    return Tensors.ofBooleans(mask, count, time);
  }

  /** [n, time]. */
  private @Nullable Tensor times() {
    float[] all = features.times();
    if (all == null) {
      return null;
    }
    float[] times = new float[count * time];
    for (int i = 0; i < count; i++) {
      System.arraycopy(all, features.starts()[rows[i]], times, i * time, features.length(rows[i]));
    }
    return Tensors.ofFloats(times, count, time);
  }
}
