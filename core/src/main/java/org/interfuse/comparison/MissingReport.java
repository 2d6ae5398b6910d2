package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.target.Target;

/**
 * Everything a comparison says about missing modalities, target by target.
 *
 * @param missing of every examined candidate
 * @param reliance of every examined candidate
 * @param value of the primary candidate; empty where it was not fitted again
 * @param notes why something is not there, a sentence each
 */
public record MissingReport(
    List<MissingModalities> missing,
    List<Reliance> reliance,
    List<ModalityValue> value,
    List<String> notes) {
  public MissingReport {
    missing = List.copyOf(missing);
    reliance = List.copyOf(reliance);
    value = List.copyOf(value);
    notes = List.copyOf(notes);
  }

  /**
   * Draws it from a comparison that has run.
   *
   * @param primary the primary candidate's name
   * @param smallestCell fewest subjects of whom a figure is shown
   */
  public static MissingReport of(
      ComparisonResult result, String primary, Examination examination, int smallestCell) {
    List<MissingModalities> missing = new ArrayList<>();
    List<Reliance> reliance = new ArrayList<>();
    List<ModalityValue> value = new ArrayList<>();
    List<Target> targets = result.protocol().cohort().targets();
    for (int t = 0; t < targets.size(); t++) {
      TargetFigures figures = new TargetFigures(result.protocol(), t);
      for (String name : examination.candidates()) {
        CandidateResult candidate = result.candidate(name).orElseThrow();
        if (masked(candidate) && figures.subjects(0) >= smallestCell) {
          missing.add(
              new MissingFigures(figures, candidate, smallestCell).of(examination.deployment()));
          reliance.add(new RelianceFigures(figures, candidate).reliance());
        }
      }
      CandidateResult full = result.candidate(primary).orElseThrow();
      if (!result.refits().isEmpty() && full.failures().isEmpty()) {
        value.add(new ValueFigures(figures, full, result.refits()).value());
      }
    }
    return new MissingReport(missing, reliance, value, notes(primary, examination));
  }

  static List<String> notes(String primary, Examination examination) {
    Set<String> asked = new LinkedHashSet<>(List.of(primary));
    asked.addAll(examination.candidates());
    return asked.stream()
        .filter(name -> examination.elsewhere().contains(name))
        .map(
            name ->
                ("%s was fitted elsewhere: it can neither be predicted again with modalities masked"
                        + " away nor fitted again without one.")
                    .formatted(name))
        .toList();
  }

  /**
   * Whether every fit was predicted with modalities masked away; none failed, or came elsewhere.
   */
  private static boolean masked(CandidateResult candidate) {
    return candidate.failures().isEmpty()
        && candidate.outcomes().stream().noneMatch(outcome -> outcome.masked().isEmpty());
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return missing.isEmpty() && reliance.isEmpty() && value.isEmpty() && notes.isEmpty();
  }
}
