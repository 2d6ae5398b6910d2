package org.interfuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MultiheadAttentionImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.attention.Attention;
import org.junit.jupiter.api.Test;

/** Against libtorch's own multi-head attention, whose key bias is set to zero. */
class AttentionTest {
  private static final int WIDTH = 6;

  @Test
  void equalsTheMultiheadAttentionOfLibtorch() {
    try (Parameters parameters = new Parameters(new Seed(8), ScalarType.Double);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Attention attention = new Attention(WIDTH, 3, parameters);
      Tensor queries = normal("queries", 2, 4);
      Tensor keys = normal("keys", 2, 5);
      boolean[] readable = {true, true, false, true, false, false, true, true, true, true};
      Tensor mask = Tensors.ofBooleans(readable, 2, 5);

      Tensor ours = attention.forward(queries, keys, mask); // [B, n, p]
      Tensor theirs = // [n, B, p]
          peer(parameters, 3)
              .forward(
                  queries.transpose(0, 1),
                  keys.transpose(0, 1),
                  keys.transpose(0, 1),
                  mask.logical_not(),
                  /* need_weights= */ false,
                  new Tensor(),
                  /* average_attn_weights= */ true)
              .get0()
              .transpose(0, 1);

      assertThat(Tensors.toDoubles(ours)).containsExactly(Tensors.toDoubles(theirs), within(1e-14));
    }
  }

  private static Tensor normal(String name, int batch, int length) {
    double[] values = new double[batch * length * WIDTH];
    var random = new Seed(9).at(name).random();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return Tensors.ofDoubles(values, batch, length, WIDTH);
  }

  private static MultiheadAttentionImpl peer(Parameters parameters, int heads) {
    MultiheadAttentionImpl peer = new MultiheadAttentionImpl(WIDTH, heads);
    peer.to(ScalarType.Double, false);
    Tensor noBias = Tensors.ofDoubles(new double[WIDTH]);
    Tensor queryBias = value(parameters, "query.bias");
    Tensor valueBias = value(parameters, "value.bias");
    peer.in_proj_bias().copy_(torch.cat(new TensorVector(queryBias, noBias, valueBias)));
    Tensor query = value(parameters, "query.weight");
    Tensor key = value(parameters, "key.weight");
    Tensor value = value(parameters, "value.weight");
    peer.in_proj_weight().copy_(torch.cat(new TensorVector(query, key, value)));
    peer.named_parameters().get("out_proj.weight").copy_(value(parameters, "output.weight"));
    peer.named_parameters().get("out_proj.bias").copy_(value(parameters, "output.bias"));
    return peer;
  }

  private static Tensor value(Parameters parameters, String name) {
    return parameters.all().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst()
        .orElseThrow();
  }
}
