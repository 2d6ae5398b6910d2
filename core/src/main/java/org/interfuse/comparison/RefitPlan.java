package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;

/** Which refits of the primary candidate a comparison asks for. */
final class RefitPlan {
  private final ComparisonSpec comparison;
  private final CandidateSpec primary;
  private final List<String> modalities;

  private RefitPlan(ComparisonSpec comparison, List<String> modalities) {
    this.comparison = comparison;
    this.primary = comparison.candidate(comparison.primary());
    this.modalities = modalities;
  }

  /** None for a primary that can be fitted only elsewhere, or that reads a single modality. */
  static List<Refit> of(ComparisonSpec comparison, List<String> modalities) {
    RefitPlan plan = new RefitPlan(comparison, modalities);
    return modalities.size() >= 2 && plan.readsSeveral() ? plan.refits() : List.of();
  }

  private boolean readsSeveral() {
    return primary instanceof NetworkCandidate network
        ? network.model().strategy() != Strategy.UNIMODAL
        : primary instanceof BaselineCandidate;
  }

  private List<Refit> refits() {
    List<Refit> refits = new ArrayList<>();
    switch (comparison.value()) {
      case EACH -> modalities.forEach(one -> refits.add(refit(without(one))));
      case SUBSETS -> {
        Availability availability = new Availability(modalities);
        for (int pattern = 1; pattern < availability.full(); pattern++) {
          refits.add(refit(availability.namesOf(pattern)));
        }
      }
      case NONE -> {}
    }
    if (!refits.isEmpty() && isTuned(primary)) {
      String name = unused("%s, not tuned".formatted(primary.name()));
      refits.add(new Refit(modalities, Refit.reduced(primary, modalities, name), false));
    }
    return refits;
  }

  /** Whether its options are chosen in each fold: refits, which are not tuned, are no equals. */
  private boolean isTuned(CandidateSpec candidate) {
    return comparison.tuning().of(candidate.name()).size() > 1;
  }

  private List<String> without(String modality) {
    return modalities.stream().filter(other -> !other.equals(modality)).toList();
  }

  private Refit refit(List<String> left) {
    List<String> gone = modalities.stream().filter(one -> !left.contains(one)).toList();
    String name = "%s without %s".formatted(primary.name(), String.join(", ", gone));
    CandidateSpec reduced = Refit.reduced(primary, left, unused(name));
    Optional<CandidateSpec> equal = equal(reduced);
    return new Refit(left, equal.orElse(reduced), equal.isPresent());
  }

  /** A candidate may have been given just that name. */
  private String unused(String name) {
    String own = name;
    while (hasCandidate(own)) {
      own += " (refitted)";
    }
    return own;
  }

  private boolean hasCandidate(String name) {
    return comparison.candidates().stream().anyMatch(one -> one.name().equals(name));
  }

  /** The unimodal candidate with exactly those options, if the comparison has it. */
  private Optional<CandidateSpec> equal(CandidateSpec reduced) {
    return comparison.candidates().stream()
        .filter(
            candidate ->
                candidate instanceof NetworkCandidate left
                    && !isTuned(left)
                    && reduced instanceof NetworkCandidate right
                    && left.training().equals(right.training())
                    && equal(left.model(), right.model()))
        .findFirst();
  }

  /** Whether both read the same modality alone, and nothing that they read or do differs. */
  private static boolean equal(ModelSpec left, ModelSpec right) {
    return left.strategy() == Strategy.UNIMODAL
        && right.strategy() == Strategy.UNIMODAL
        && encoder(left).equals(encoder(right))
        && left.width() == right.width()
        && left.projection().equals(right.projection())
        && left.heads().equals(right.heads())
        && left.targetWeights().equals(right.targetWeights());
  }

  private static Optional<ModalityEncoder> encoder(ModelSpec unimodal) {
    return unimodal.encoders().stream()
        .filter(encoder -> encoder.modality().equals(unimodal.modality()))
        .findFirst();
  }
}
