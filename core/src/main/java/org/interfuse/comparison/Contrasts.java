package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.comparison.Contrast.Against;
import org.interfuse.comparison.PairComparison.Pair;
import org.interfuse.evaluation.Holm;
import org.interfuse.evaluation.Metrics;
import org.interfuse.target.Target;

/**
 * Every comparison that a study asks for. Confirmatory are those of the primary candidate with the
 * best baseline and with each single modality. Exploratory, and adjusted for each other (Holm), are
 * those of the primary candidate with all others, and of every other candidate that is no baseline
 * with the best baseline. One of these is better or worse only if its adjusted p is below 0.05 too.
 */
public final class Contrasts {
  private Contrasts() {}

  /**
   * Computes them, target by target, the confirmatory ones first.
   *
   * @param spec the primary candidate, and the margin
   */
  public static List<Contrast> of(ComparisonResult result, ComparisonSpec spec) {
    Protocol protocol = result.protocol();
    List<Contrast> contrasts = new ArrayList<>();
    List<Target> targets = protocol.cohort().targets();
    for (int t = 0; t < targets.size(); t++) {
      Roles roles = Roles.of(result, spec, targets.get(t));
      PairComparison comparison = comparison(protocol, spec.margin().of(targets.get(t)).value());
      for (Pair pair : pairs(targets.get(t), t, roles, result, spec)) {
        contrasts.add(comparison.compare(pair));
      }
    }
    return adjusted(contrasts);
  }

  /**
   * Any two candidates in the primary metric of a target, however they were chosen: nothing is
   * adjusted.
   *
   * @param margin in the unit of the metric
   * @param target number of the target in the cohort
   */
  public static Contrast between(
      ComparisonResult result,
      double margin,
      int target,
      CandidateResult first,
      CandidateResult second) {
    Protocol protocol = result.protocol();
    Target own = protocol.cohort().targets().get(target);
    return comparison(protocol, margin)
        .compare(
            new Pair(own, target, Metrics.primary(own.schema()), first, second, Against.OTHER));
  }

  private static PairComparison comparison(Protocol protocol, double margin) {
    return protocol.split().folds().size() > 1
        ? new FoldContrast(protocol, margin)
        : new SplitContrast(protocol, margin);
  }

  private static List<Pair> pairs(
      Target target, int index, Roles roles, ComparisonResult result, ComparisonSpec spec) {
    List<Pair> pairs = new ArrayList<>();
    CandidateResult primary = roles.primary();
    roles
        .bestBaseline()
        .ifPresent(
            best ->
                pairs.add(
                    new Pair(target, index, roles.metric(), primary, best, Against.BEST_BASELINE)));
    for (CandidateResult modality : roles.modalities()) {
      pairs.add(
          new Pair(target, index, roles.metric(), primary, modality, Against.SINGLE_MODALITY));
    }
    List<String> planned = pairs.stream().map(pair -> pair.second().name()).toList();
    for (CandidateResult other : result.candidates()) {
      if (other != primary && !planned.contains(other.name())) {
        pairs.add(new Pair(target, index, roles.metric(), primary, other, Against.OTHER));
      }
    }
    roles
        .bestBaseline()
        .ifPresent(
            best -> {
              for (CandidateResult other : result.candidates()) {
                boolean baseline = spec.candidate(other.name()).isBaseline();
                if (other != primary && !baseline) {
                  pairs.add(new Pair(target, index, roles.metric(), other, best, Against.OTHER));
                }
              }
            });
    return pairs;
  }

  private static List<Contrast> adjusted(List<Contrast> contrasts) {
    double[] p =
        contrasts.stream()
            .mapToDouble(contrast -> contrast.confirmatory() ? Double.NaN : contrast.p())
            .toArray();
    double[] adjusted = Holm.adjust(p);
    List<Contrast> all = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      Contrast contrast = contrasts.get(i);
      all.add(contrast.confirmatory() ? contrast : contrast.adjusted(adjusted[i]));
    }
    return all;
  }
}
