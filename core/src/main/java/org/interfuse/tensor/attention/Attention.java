package org.interfuse.tensor.attention;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017), of one width p: W_o
 * [head_1 ‖ … ‖ head_H] + b_o with head_i = softmax(Q_i K_iᵀ / √(p/H)) V_i. 4p² + 3p parameters:
 * the keys have no bias, because it adds the same number to all scores of a query, which softmax
 * ignores, so it would never train.
 */
public final class Attention {
  private final int heads;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;

  /** The four maps, with fresh parameters. */
  public Attention(int width, int heads, Parameters parameters) {
    this.heads = heads;
    query = Linear.create(parameters, "query", width, width);
    key = Linear.withoutBias(parameters, "key", width, width);
    value = Linear.create(parameters, "value", width, width);
    output = Linear.create(parameters, "output", width, width);
  }

  /**
   * Refuses a number of heads that does not divide the width.
   *
   * @param owner for messages, for example {@code fusion 'perceiver'}
   */
  public static void requireDivisor(String owner, int heads, int width) {
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "%s: heads: %d does not divide the width %d".formatted(owner, heads, width));
    }
  }

  /** The number of parameter elements. */
  public static long parameterCount(long width) {
    return 4 * width * width + 3 * width;
  }

  /**
   * Lets queries read keys of the same subject.
   *
   * @param queries [B, n, p], or [1, n, p] if all subjects ask the same
   * @param keys [B, k, p], finite everywhere
   * @param readable [B, k] boolean, true somewhere in every row; null if all keys are
   * @return [B, n, p]
   */
  public Tensor forward(Tensor queries, Tensor keys, @Nullable Tensor readable) {
    return forward(queries, keys, readable, 0, Pass.inference());
  }

  /** The same; in training each weight is dropped at the given rate. */
  public Tensor forward(
      Tensor queries, Tensor keys, @Nullable Tensor readable, double dropout, Pass pass) {
    Tensor asked = split(query.forward(queries)).expand(keys.size(0), -1, -1, -1);
    Tensor offered = split(key.forward(keys)); // [B, heads, k, p/heads]
    Tensor told = split(value.forward(keys)); // [B, heads, k, p/heads]
    Tensor mask = mask(readable);
    Tensor read = // [B, heads, n, p/heads]
        pass.isTraining() && dropout > 0
            ? dropped(asked, offered, told, mask, dropout, pass)
            : scaledDotProduct(asked, offered, told, mask);
    return output.forward(read.transpose(1, 2).flatten(2, 3));
  }

  /**
   * What each query reads of each key: the softmax, of the same queries and keys as in {@link
   * #forward}, whose kernel keeps it to itself; the mean over the heads.
   *
   * @return [B, n, k], rows sum to 1, exactly 0 where a key is not readable
   */
  public Tensor weights(Tensor queries, Tensor keys, @Nullable Tensor readable) {
    Tensor asked = split(query.forward(queries)).expand(keys.size(0), -1, -1, -1);
    Tensor offered = split(key.forward(keys));
    return softmax(asked, offered, mask(readable)).mean(1);
  }

  /** [B, k] to [B, 1, 1, k]. */
  private static @Nullable Tensor mask(@Nullable Tensor readable) {
    return readable == null ? null : readable.unsqueeze(1).unsqueeze(2);
  }

  private static Tensor scaledDotProduct(
      Tensor asked, Tensor offered, Tensor told, @Nullable Tensor mask) {
    return torch.scaled_dot_product_attention(
        asked,
        offered,
        told,
        mask == null ? new TensorOptional() : new TensorOptional(mask),
        /* dropout_p= */ 0,
        /* is_causal= */ false,
        /* scale= */ new DoubleOptional(),
        /* enable_gqa= */ false);
  }

  /** Written out, because libtorch's own draws its masks from the process-wide generator. */
  private static Tensor dropped(
      Tensor asked, Tensor offered, Tensor told, @Nullable Tensor mask, double dropout, Pass pass) {
    return pass.dropout(softmax(asked, offered, mask), dropout).matmul(told);
  }

  /** [B, heads, n, k]. */
  private static Tensor softmax(Tensor asked, Tensor offered, @Nullable Tensor mask) {
    Tensor scores =
        asked.matmul(offered.transpose(2, 3)).mul(new Scalar(1 / Math.sqrt(asked.size(3))));
    if (mask != null) {
      Scalar excluded = new Scalar(Double.NEGATIVE_INFINITY);
      scores = scores.masked_fill(mask.logical_not(), excluded);
    }
    return scores.softmax(3);
  }

  /** [B, n, p] to [B, heads, n, p/heads]; head i has the elements i · p/heads and on. */
  private Tensor split(Tensor x) {
    return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }
}
