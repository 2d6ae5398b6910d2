package org.interfuse.proof;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;

/** Every element of every parameter gets a gradient, but for the exemptions that are declared. */
final class TrainingProofs {
  private static final double FLOOR = 1e-8;
  private static final int LEAST_BATCHES = 3;
  private static final int MOST_BATCHES = 50;
  private static final int STARTS = 3;
  private static final int STEPS = 20;
  private static final double STEP = 0.01;

  private TrainingProofs() {}

  /** The smallest gradient of an element, each at its largest over some batches and values. */
  static Proof disturbed(FusionSubject subject) {
    Worst worst = Worst.above("every parameter trains", FLOOR);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        requireSomeNotExempt(built, worst);
        see(overBatches(subject, built), modalities, worst);
      }
    }
    return worst.proof();
  }

  /** Over more batches as long as some element has not trained: a rectified unit may be off. */
  private static Map<String, double[]> overBatches(FusionSubject subject, FusionCase built) {
    Map<String, double[]> largest = new TreeMap<>();
    for (int repeat = 0; repeat < MOST_BATCHES; repeat++) {
      if (repeat >= LEAST_BATCHES && allTrained(largest)) {
        break;
      }
      Seed seed = subject.seed().at("training", repeat);
      ParameterValues.disturb(built.parameters, seed);
      merge(subject, built, seed, largest);
    }
    return largest;
  }

  /**
   * The same from the values that training starts with, and over a few of its steps: two factors
   * that both start at zero never leave it, however well they train elsewhere.
   */
  static Proof fromTheStart(FusionSubject subject) {
    Worst worst = Worst.above("every parameter trains from the start", FLOOR);
    for (int modalities : subject.sizes()) {
      Map<String, double[]> largest = new TreeMap<>();
      for (int start = 0; start < STARTS && (start == 0 || !allTrained(largest)); start++) {
        Seed seed = subject.seed().at("start", start);
        try (FusionCase built = subject.fresh(modalities, ScalarType.Double, seed)) {
          descend(subject, built, seed, largest);
        }
      }
      see(largest, modalities, worst);
    }
    return worst.proof();
  }

  /** Steps of one size against the sign of the gradient, as Adam's first ones are. */
  private static void descend(
      FusionSubject subject, FusionCase built, Seed seed, Map<String, double[]> largest) {
    for (int step = 0; step < STEPS && (step == 0 || !allTrained(largest)); step++) {
      Outcome outcome = merge(subject, built, seed.at("step", step), largest);
      ParameterValues.descend(built.parameters, outcome.parameterGradients(), STEP);
    }
  }

  private static Outcome merge(
      FusionSubject subject, FusionCase built, Seed seed, Map<String, double[]> largest) {
    FusionBatch batch = FusionBatch.everyPattern(built.widths, false, seed);
    Outcome outcome =
        built.run(batch, ParameterProofs.training(seed), subject.weights(built, batch));
    outcome.mergeLargestGradients(largest);
    largest.keySet().removeAll(built.spec.gradientExemptions().keySet());
    return outcome;
  }

  private static void requireSomeNotExempt(FusionCase built, Worst worst) {
    Set<String> exempt = built.spec.gradientExemptions().keySet();
    boolean any = !built.parameters.trained().isEmpty();
    if (any
        && built.parameters.trained().stream().map(Parameter::name).allMatch(exempt::contains)) {
      worst.see(0, "every parameter is exempt: " + exempt);
    }
  }

  private static boolean allTrained(Map<String, double[]> largest) {
    return largest.values().stream()
        .flatMapToDouble(Arrays::stream)
        .allMatch(gradient -> gradient > FLOOR);
  }

  private static void see(Map<String, double[]> largest, int modalities, Worst worst) {
    largest.forEach(
        (name, gradient) -> {
          for (int i = 0; i < gradient.length; i++) {
            worst.see(gradient[i], "M = %d, %s[%d]".formatted(modalities, name, i));
          }
        });
  }
}
