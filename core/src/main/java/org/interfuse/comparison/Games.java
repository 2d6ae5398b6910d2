package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.interfuse.evaluation.CooperativeGame;
import org.interfuse.evaluation.Estimate;

/**
 * One game a fold, whose players are modalities, and what is averaged over them.
 *
 * @param perFold a set's worth is a metric, turned so that more is better
 */
record Games(FoldFigures folds, Availability players, List<CooperativeGame> perFold) {
  Games {
    perFold = List.copyOf(perFold);
  }

  /** The share of each modality, in the cohort's order. */
  List<Reliance.OfModality> shapley() {
    List<double[]> shares = perFold.stream().map(CooperativeGame::shapley).toList();
    List<Reliance.OfModality> modalities = new ArrayList<>();
    for (int m = 0; m < players.names().size(); m++) {
      int player = m;
      modalities.add(
          new Reliance.OfModality(
              players.names().get(m), folds.estimate(fold -> shares.get(fold)[player])));
    }
    return modalities;
  }

  /** The interaction of each pair. */
  List<Reliance.OfPair> interactions() {
    List<double[][]> interactions = perFold.stream().map(CooperativeGame::interactions).toList();
    List<Reliance.OfPair> pairs = new ArrayList<>();
    for (int i = 0; i < players.names().size(); i++) {
      for (int j = i + 1; j < players.names().size(); j++) {
        int first = i;
        int second = j;
        pairs.add(
            new Reliance.OfPair(
                players.names().get(i),
                players.names().get(j),
                folds.estimate(fold -> interactions.get(fold)[first][second])));
      }
    }
    return pairs;
  }

  /** Something of each game, averaged. */
  Estimate mean(ToDoubleFunction<CooperativeGame> figure) {
    return folds.estimate(fold -> figure.applyAsDouble(perFold.get(fold)));
  }
}
