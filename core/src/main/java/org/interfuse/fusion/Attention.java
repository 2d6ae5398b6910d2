package org.interfuse.fusion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017), of one width p: W_o
 * [head_1 ‖ … ‖ head_H] + b_o with head_i = softmax(Q_i K_iᵀ / √(p/H)) V_i. 4p² + 3p parameters:
 * the keys have no bias, because it adds the same number to all scores of a query, which softmax
 * ignores, so it would never train.
 */
final class Attention {
  private final int heads;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;

  Attention(int width, int heads, Parameters parameters) {
    this.heads = heads;
    query = Linear.create(parameters, "query", width, width);
    key = Linear.withoutBias(parameters, "key", width, width);
    value = Linear.create(parameters, "value", width, width);
    output = Linear.create(parameters, "output", width, width);
  }

  /**
   * Lets queries read keys of the same subject.
   *
   * @param queries [B, n, p]
   * @param keys [B, k, p], finite everywhere
   * @param readable [B, k] boolean, true somewhere in every row
   * @return [B, n, p]
   */
  Tensor forward(Tensor queries, Tensor keys, Tensor readable) {
    Tensor asked = split(query.forward(queries)); // [B, heads, n, p/heads]
    Tensor offered = split(key.forward(keys)); // [B, heads, k, p/heads]
    Scalar scale = new Scalar(1 / Math.sqrt(asked.size(3)));
    Tensor scores = asked.matmul(offered.transpose(2, 3)).mul(scale); // [B, heads, n, k]
    Tensor hidden = readable.logical_not().unsqueeze(1).unsqueeze(2); // [B, 1, 1, k]
    Scalar excluded = new Scalar(Double.NEGATIVE_INFINITY);
    Tensor weights = scores.masked_fill(hidden, excluded).softmax(3);
    Tensor read = weights.matmul(split(value.forward(keys))); // [B, heads, n, p/heads]
    return output.forward(read.transpose(1, 2).flatten(2, 3));
  }

  /** [B, n, p] to [B, heads, n, p/heads]; head i has the elements i · p/heads and on. */
  private Tensor split(Tensor x) {
    return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }
}
