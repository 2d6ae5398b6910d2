package org.interfuse.proof;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.text.BagOfEmbeddings;
import org.interfuse.preprocessing.FeatureShape;

/** Joulin et al. 2016: the sum of the rows of words and of pairs of words, over √(their number). */
@AutoService(EncoderOracle.class)
public final class BagOfEmbeddingsOracle implements EncoderOracle {
  @Override
  public String type() {
    return "bag-of-embeddings";
  }

  @Override
  public List<EncoderSpec> variants() {
    return List.of(new BagOfEmbeddings.Spec(5, 0, 0, 0), new BagOfEmbeddings.Spec(4, 4, 0, 0));
  }

  @Override
  public long parameterCount(EncoderSpec spec, FeatureShape shape) {
    BagOfEmbeddings.Spec bag = (BagOfEmbeddings.Spec) spec;
    long codes = Objects.requireNonNull(shape.sequence()).vocabulary();
    return (codes + bag.pairs()) * bag.width();
  }

  @Override
  public double[] encode(
      EncoderSpec spec,
      FeatureShape shape,
      Map<String, double[]> parameters,
      double[] numeric,
      int[] codes) {
    BagOfEmbeddings.Spec bag = (BagOfEmbeddings.Spec) spec;
    List<double[]> rows = new ArrayList<>(tokens(spec, shape, parameters, codes));
    for (int t = 0; t + 1 < codes.length && bag.pairs() > 0; t++) {
      long bucket = (codes[t] * 1_000_003L + codes[t + 1]) % bag.pairs();
      rows.add(row(parameters, "pairs.weight", (int) bucket, bag.width()));
    }
    double[] sum = new double[bag.width()];
    for (double[] row : rows) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i] / Math.sqrt(rows.size());
      }
    }
    return sum;
  }

  @Override
  public List<double[]> tokens(
      EncoderSpec spec, FeatureShape shape, Map<String, double[]> parameters, int[] codes) {
    int width = ((BagOfEmbeddings.Spec) spec).width();
    return Arrays.stream(codes)
        .mapToObj(code -> row(parameters, "words.weight", code, width))
        .toList();
  }

  static double[] row(Map<String, double[]> parameters, String name, int row, int width) {
    double[] table = Objects.requireNonNull(parameters.get(name), name);
    return Arrays.copyOfRange(table, row * width, (row + 1) * width);
  }
}
