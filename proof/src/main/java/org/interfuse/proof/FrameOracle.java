package org.interfuse.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.frames.FrameReading.Pooling;

/**
 * What reads frames in time, computed a second time: Vaswani et al. 2017 with the norm first, W v_t
 * + b + PE(time) through layers, layer normalisation at the end, and the mean, or one weighed by
 * softmax(q · h_t / √p).
 *
 * @param reading the options, without dropout
 * @param prefix of its parameters' names
 * @param vectors what a frame is before it is read
 */
record FrameOracle(FrameReading reading, String prefix, Vectors vectors) {
  /** From a frame to its vector. */
  interface Vectors {
    double[] of(Map<String, double[]> parameters, double[] frame);
  }

  /** What comes out of one subject. */
  record Read(List<double[]> tokens, double[] pooled) {}

  /** The vectors of a subject's frames. */
  double[][] vectors(Map<String, double[]> parameters, double[][] frames) {
    double[][] made = new double[frames.length][];
    for (int t = 0; t < made.length; t++) {
      made[t] = vectors.of(parameters, frames[t]);
    }
    return made;
  }

  /** Reads the vectors of a subject's frames. */
  Read read(Map<String, double[]> parameters, double[][] made, double[] times) {
    int p = reading.width();
    OracleInput input =
        new OracleInput(
            List.of(), new int[0], p, parameters, new boolean[0], new double[0][], List.of());
    List<double[]> x = new ArrayList<>();
    for (int t = 0; t < made.length; t++) {
      double[] placed = PlainTransformer.affine(input, prefix + "input", made[t]);
      x.add(PlainTransformer.sum(placed, PlainTransformer.time(times[t], p)));
    }
    for (int layer = 0; layer < reading.layers(); layer++) {
      x =
          PlainTransformer.layer(
              input, prefix + "layers." + layer, x, reading.heads(), true, PlainTransformer::gelu);
    }
    List<double[]> tokens = PlainTransformer.norm(input, prefix + "norm", x);
    return new Read(tokens, pooled(input, tokens));
  }

  private double[] pooled(OracleInput input, List<double[]> tokens) {
    if (reading.pooling() == Pooling.MEAN) {
      return PlainTransformer.mean(tokens);
    }
    double[] query = input.parameter(prefix + "query");
    double[] scores = new double[tokens.size()];
    for (int t = 0; t < scores.length; t++) {
      for (int i = 0; i < query.length; i++) {
        scores[t] += query[i] * tokens.get(t)[i] / Math.sqrt(query.length);
      }
    }
    double[] weights = Plain.softmax(scores);
    double[] pooled = new double[query.length];
    for (int t = 0; t < scores.length; t++) {
      for (int i = 0; i < pooled.length; i++) {
        pooled[i] += weights[t] * tokens.get(t)[i];
      }
    }
    return pooled;
  }

  /** Elements of parameters for vectors of so many numbers. */
  long parameterCount(long in) {
    long p = reading.width();
    long f = Math.round(reading.feedForward() * p);
    long attention = 4 * p * p + 3 * p; // query, key without bias, value, output
    long feedForward = p * f + f + f * p + p;
    long query = reading.pooling() == Pooling.MEAN ? 0 : p;
    return (in + 1) * p + reading.layers() * (attention + feedForward + 4 * p) + 2 * p + query;
  }
}
