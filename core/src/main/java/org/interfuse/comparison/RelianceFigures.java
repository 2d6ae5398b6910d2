package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.evaluation.CooperativeGame;
import org.interfuse.evaluation.Estimate;

/** Draws {@link Reliance} of one candidate and one target from its fits. */
final class RelianceFigures {
  private final TargetFigures figures;
  private final CandidateResult candidate;

  RelianceFigures(TargetFigures figures, CandidateResult candidate) {
    this.figures = figures;
    this.candidate = candidate;
  }

  Reliance reliance() {
    Games games = new Games(figures.folds(), figures.availability(), games());
    return new Reliance(
        candidate.name(),
        figures.target().name(),
        figures.metric().name(),
        metric(games.mean(game -> figures.sign() * game.whole())),
        metric(games.mean(game -> figures.sign() * game.nothing())),
        games.shapley(),
        games.interactions());
  }

  private Estimate metric(Estimate estimate) {
    return estimate.within(figures.metric().lowest(), figures.metric().highest());
  }

  /** A set is worth the same whether seeds are averaged before or after: all is linear in it. */
  private List<CooperativeGame> games() {
    int patterns = figures.availability().patterns();
    double[][] worth = new double[figures.folds().folds().size()][patterns];
    for (int p = 0; p < patterns; p++) {
      int pattern = p;
      double[] perFold =
          figures
              .folds()
              .perFold(
                  candidate.outcomes(),
                  outcome -> outcome.masked().get(figures.index()).whole()[pattern]);
      for (int fold = 0; fold < perFold.length; fold++) {
        worth[fold][pattern] = figures.sign() * perFold[fold];
      }
    }
    List<CooperativeGame> games = new ArrayList<>();
    int players = figures.availability().names().size();
    Arrays.stream(worth).forEach(one -> games.add(new CooperativeGame(players, one)));
    return games;
  }
}
