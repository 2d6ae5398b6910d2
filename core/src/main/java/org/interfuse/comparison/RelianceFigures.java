package org.interfuse.comparison;

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
    Games games = new Games(figures.replicates(), figures.availability(), games());
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
    Replicates replicates = figures.replicates();
    double[][] worth = new double[replicates.count()][figures.availability().patterns()];
    for (int p = 0; p < figures.availability().patterns(); p++) {
      int pattern = p;
      double[] each = replicates.masked(candidate, masked -> masked.whole()[pattern]);
      for (int i = 0; i < each.length; i++) {
        worth[i][pattern] = figures.sign() * each[i];
      }
    }
    int players = figures.availability().names().size();
    return Arrays.stream(worth).map(one -> new CooperativeGame(players, one)).toList();
  }
}
