package org.interfuse.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.fusion.ModalityWeights;
import org.interfuse.model.Encodings;
import org.interfuse.model.Ensemble;
import org.interfuse.model.Network;
import org.interfuse.model.NetworkPart;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.TargetSchema;
import org.jspecify.annotations.Nullable;

/**
 * The weights with which modalities, or what stands for them, were merged. They say what was let
 * through, not what a prediction depends on.
 *
 * @param target the target whose predictions a late combiner merges; null for an operator, which
 *     merges for all targets
 * @param columns names
 * @param modalities how many of the first columns are those of modalities
 * @param sumToOne whether each row sums to 1
 * @param meaning one line for people
 * @param values [subject][column], an absent modality exactly 0; null for a subject of whom the
 *     network knows nothing
 */
public record FusionWeights(
    @Nullable String target,
    List<String> columns,
    int modalities,
    boolean sumToOne,
    String meaning,
    float[][] values) {
  public FusionWeights {
    columns = List.copyOf(columns);
  }

  /** Of everybody in a cohort, the mean over the members; empty where nothing is weighed. */
  static List<FusionWeights> of(Ensemble network, List<TargetSchema> targets, PreparedCohort data) {
    List<List<FusionWeights>> each =
        network.members().stream().map(member -> of(member, targets, data)).toList();
    if (each.size() == 1) {
      return each.get(0);
    }
    return IntStream.range(0, each.get(0).size())
        .mapToObj(w -> mean(each.stream().map(member -> member.get(w)).toList()))
        .toList();
  }

  private static FusionWeights mean(List<FusionWeights> each) {
    FusionWeights first = each.get(0);
    float[][] values = new float[first.values.length][];
    for (int i = 0; i < values.length; i++) {
      if (first.values[i] != null) {
        double[] sum = new double[first.values[i].length];
        for (FusionWeights member : each) {
          add(member.values[i], sum);
        }
        values[i] = new float[sum.length];
        for (int j = 0; j < sum.length; j++) {
          values[i][j] = (float) (sum[j] / each.size());
        }
      }
    }
    return new FusionWeights(
        first.target,
        first.columns,
        first.modalities,
        first.sumToOne,
        "%s; mean over %d networks".formatted(first.meaning, each.size()),
        values);
  }

  private static void add(float[] row, double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += row[j];
    }
  }

  private static List<FusionWeights> of(
      Network network, List<TargetSchema> targets, PreparedCohort data) {
    int[] all = IntStream.range(0, data.cohort().size()).toArray();
    if (network.parts().size() > 1) {
      return late(network, targets, data, all);
    }
    NetworkPart part = network.parts().get(0);
    if (part.model().weights() == null) {
      return List.of();
    }
    Encodings encodings = Encodings.of(part, data, all);
    ModalityWeights.Columns columns = java.util.Objects.requireNonNull(encodings.columns());
    List<String> names = columns.names(encodings.modalities());
    int modalities = columns.modalities() ? encodings.modalities().size() : 0;
    return List.of(
        new FusionWeights(
            null, names, modalities, columns.sumToOne(), columns.meaning(), encodings.weights()));
  }

  private static List<FusionWeights> late(
      Network network, List<TargetSchema> targets, PreparedCohort data, int[] all) {
    List<String> parts = network.parts().stream().map(NetworkPart::name).toList();
    List<FusionWeights> weights = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      double[][] shares = network.shares(t, data, all);
      if (shares != null) {
        String meaning = "share of each modality's own prediction in the mean";
        weights.add(
            new FusionWeights(
                targets.get(t).name(), parts, parts.size(), true, meaning, floats(shares)));
      }
    }
    return weights;
  }

  private static float[][] floats(double[][] rows) {
    float[][] floats = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != null) {
        floats[i] = new float[rows[i].length];
        for (int j = 0; j < floats[i].length; j++) {
          floats[i][j] = (float) rows[i][j];
        }
      }
    }
    return floats;
  }
}
