package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.evaluation.CooperativeGame;
import org.interfuse.evaluation.Estimate;

/**
 * One game a replicate, whose players are modalities, and what is averaged over them.
 *
 * @param each [replicate], a set's worth is a metric, turned so that more is better
 */
record Games(Replicates replicates, Availability players, List<CooperativeGame> each) {
  Games {
    each = List.copyOf(each);
  }

  /** The share of each modality, in the cohort's order. */
  List<Reliance.OfModality> shapley() {
    List<double[]> shares = each.stream().map(CooperativeGame::shapley).toList();
    List<Reliance.OfModality> modalities = new ArrayList<>();
    for (int m = 0; m < players.names().size(); m++) {
      int player = m;
      modalities.add(
          new Reliance.OfModality(
              players.names().get(m), estimate(one -> shares.get(one)[player])));
    }
    return modalities;
  }

  /** The interaction of each pair. */
  List<Reliance.OfPair> interactions() {
    List<double[][]> interactions = each.stream().map(CooperativeGame::interactions).toList();
    List<Reliance.OfPair> pairs = new ArrayList<>();
    for (int i = 0; i < players.names().size(); i++) {
      for (int j = i + 1; j < players.names().size(); j++) {
        int first = i;
        int second = j;
        pairs.add(
            new Reliance.OfPair(
                players.names().get(i),
                players.names().get(j),
                estimate(one -> interactions.get(one)[first][second])));
      }
    }
    return pairs;
  }

  /** Something of each game, averaged. */
  Estimate mean(ToDoubleFunction<CooperativeGame> figure) {
    return estimate(one -> figure.applyAsDouble(each.get(one)));
  }

  private Estimate estimate(IntToDoubleFunction figure) {
    return replicates.estimate(IntStream.range(0, each.size()).mapToDouble(figure).toArray());
  }
}
