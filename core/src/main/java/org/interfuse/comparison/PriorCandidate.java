package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.model.Prior;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * What the training prior scores under a protocol: the reference of a comparison none of whose
 * candidates knows nothing of the subjects. Nothing is fitted and nobody's values are read.
 */
public final class PriorCandidate {
  private final Protocol protocol;
  private final Deployment deployment;
  private final Availability availability;

  private PriorCandidate(Protocol protocol, Deployment deployment) {
    this.protocol = protocol;
    this.deployment = deployment;
    this.availability = Availability.of(protocol.cohort());
  }

  /**
   * Predicts it on every fold.
   *
   * @param name for people
   * @param deployment masked figures are given where it states how often modalities are there
   */
  public static CandidateResult of(String name, Protocol protocol, Deployment deployment) {
    PriorCandidate prior = new PriorCandidate(protocol, deployment);
    List<Outcome> outcomes =
        IntStream.range(0, protocol.split().folds().size()).mapToObj(prior::outcome).toList();
    return CandidateResult.of(name, protocol, outcomes, List.of());
  }

  private Outcome outcome(int number) {
    Fold fold = protocol.split().folds().get(number);
    List<Prediction> predictions = new ArrayList<>();
    List<MaskedMetrics> masked = new ArrayList<>();
    for (Target target : protocol.cohort().targets()) {
      Target training = target.select(fold.train());
      Prediction prediction = Prior.of(training).predict(fold.test().length);
      predictions.add(prediction);
      if (reweighted()) {
        masked.add(masked(fold, target, training, prediction));
      }
    }
    return new Outcome(
            number,
            0,
            predictions,
            new boolean[fold.test().length],
            List.of(),
            0,
            Double.NaN,
            Map.of())
        .withMasked(masked);
  }

  private boolean reweighted() {
    return !deployment.available().isEmpty()
        && Examination.possible(protocol.cohort().modalities().size());
  }

  /** The same prediction under every pattern. */
  private MaskedMetrics masked(Fold fold, Target target, Target training, Prediction prediction) {
    int patterns = availability.patterns();
    MaskedJudge judge =
        new MaskedJudge(
            Availability.found(protocol.cohort().select(fold.test())),
            IntStream.range(0, fold.test().length).toArray());
    ToDoubleFunction<int[]> primary =
        MaskedJudge.primary(target.select(fold.test()), training, prediction);
    MaskedMetrics metrics =
        MaskedMetrics.undefined(patterns, availability.patternOf(deployment.available().keySet()));
    for (int pattern = 0; pattern < patterns; pattern++) {
      metrics.judge(primary, pattern, availability, judge);
    }
    return metrics.keeping(Collections.nCopies(patterns, prediction));
  }
}
