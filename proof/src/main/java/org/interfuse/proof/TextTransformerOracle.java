package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.text.TextTransformer;
import org.interfuse.preprocessing.FeatureShape;

/**
 * Vaswani et al. 2017 with the norm first: e(w_t) + PE(t) / 10 through layers, each normalising
 * twice; layer normalisation at the end, and the mean.
 */
@AutoService(EncoderOracle.class)
public final class TextTransformerOracle implements EncoderOracle {
  @Override
  public String type() {
    return "text-transformer";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(
        new TextTransformer.Spec(4, 2, 2, 2, 0, 0), new TextTransformer.Spec(3, 1, 1, 1, 0, 0));
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    TextTransformer.Spec options = (TextTransformer.Spec) spec;
    long p = options.width();
    long f = Math.round(options.feedForward() * p);
    long attention = 4 * p * p + 3 * p; // query, key without bias, value, output
    long feedForward = p * f + f + f * p + p;
    long codes = Objects.requireNonNull(shape.sequence()).vocabulary();
    return codes * p + options.layers() * (attention + feedForward + 4 * p) + 2 * p;
  }

  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] codes) {
    return PlainTransformer.mean(tokens(spec, shape, parameters, codes));
  }

  @Override
  public List<double[]> tokens(
      EncoderSpec spec, FeatureShape shape, Map<String, double[]> parameters, int[] codes) {
    TextTransformer.Spec options = (TextTransformer.Spec) spec;
    int p = options.width();
    OracleInput input =
        new OracleInput(
            List.of(), new int[0], p, parameters, new boolean[0], new double[0][], List.of());
    List<double[]> x = new ArrayList<>();
    for (int t = 0; t < codes.length; t++) {
      double[] word = BagOfEmbeddingsOracle.row(parameters, "words.weight", codes[t], p);
      double[] place = PlainTransformer.time(t, p);
      for (int i = 0; i < p; i++) {
        word[i] += 0.1 * place[i];
      }
      x.add(word);
    }
    for (int layer = 0; layer < options.layers(); layer++) {
      x =
          PlainTransformer.layer(
              input, "layers." + layer, x, options.heads(), true, PlainTransformer::gelu);
    }
    return PlainTransformer.norm(input, "norm", x);
  }
}
