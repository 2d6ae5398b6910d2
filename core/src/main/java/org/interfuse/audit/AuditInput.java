package org.interfuse.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * What audits look at. Arrays are shared, not copied; do not write to them.
 *
 * @param cohort the subjects with targets, attributes and modalities as they were read, before any
 *     preprocessing
 * @param split the folds of the study
 * @param groups per subject the number of its group (the patient of a slide, the family), or null
 *     where each subject is its own
 * @param targetColumns per target the columns of the cohort's table that it is read from
 * @param sites attributes of the cohort that say where or with what a subject was measured, beside
 *     those that audits recognise by their names
 * @param indexTime the attribute that holds each subject's index time, after which nothing may be
 *     known; null where there is none
 * @param seed of the study; everything random in an audit is keyed by it
 * @param taken encoders that were trained elsewhere
 */
public record AuditInput(
    Cohort cohort,
    Split split,
    int @Nullable [] groups,
    Map<String, List<String>> targetColumns,
    Set<String> sites,
    @Nullable String indexTime,
    Seed seed,
    List<Taken> taken) {
  /**
   * An encoder that comes from a model file.
   *
   * @param modality the study's
   * @param lineage the file's model, then those that it had the encoder from in turn
   */
  public record Taken(String modality, List<Trained> lineage) {
    public Taken {
      lineage = List.copyOf(lineage);
    }
  }

  /**
   * A model that trained an encoder.
   *
   * @param from its file, as the study that took it over names it
   * @param subjects whom it was trained on; -1 where it does not say
   * @param same whether they are known to be the subjects of this study
   */
  public record Trained(String from, int subjects, boolean same) {}

  public AuditInput {
    taken = List.copyOf(taken);
    targetColumns = Map.copyOf(targetColumns);
    sites = Set.copyOf(sites);
    if (groups != null && groups.length != cohort.size()) {
      throw new IllegalArgumentException(
          "groups: expected one for each of %d subjects, but there are %d"
              .formatted(cohort.size(), groups.length));
    }
    requireAttributes(cohort, sites, "sites");
    requireAttributes(cohort, indexTime == null ? Set.of() : Set.of(indexTime), "indexTime");
  }

  /** Without encoders that were trained elsewhere. */
  public AuditInput(
      Cohort cohort,
      Split split,
      int @Nullable [] groups,
      Map<String, List<String>> targetColumns,
      Set<String> sites,
      @Nullable String indexTime,
      Seed seed) {
    this(cohort, split, groups, targetColumns, sites, indexTime, seed, List.of());
  }

  /** A cohort and its folds, with nothing else known about them. */
  public AuditInput(Cohort cohort, Split split, Seed seed) {
    this(cohort, split, null, Map.of(), Set.of(), null, seed);
  }

  /**
   * The subjects whose targets an audit may look at: those that are in the training part of at
   * least one fold, ascending. For one split that is its training part, and the test part's targets
   * stay unseen. In cross-validation every subject is a training row of some fold, so that all are
   * looked at; an audit chooses nothing that a candidate is given, therefore no fold is told
   * anything about its test part.
   */
  public int[] trainingRows() {
    return split.folds().stream()
        .flatMapToInt(f -> Arrays.stream(f.train()))
        .sorted()
        .distinct()
        .toArray();
  }

  /** The subjects that are in any part of any fold, ascending. */
  int[] subjects() {
    return split.folds().stream()
        .flatMapToInt(f -> IntStream.concat(Arrays.stream(f.train()), Arrays.stream(f.test())))
        .sorted()
        .distinct()
        .toArray();
  }

  /** Per fold and subject: 1 in training, 2 in test, 0 in neither. */
  byte[][] parts() {
    byte[][] parts = new byte[split.folds().size()][cohort.size()];
    for (int f = 0; f < parts.length; f++) {
      Fold fold = split.folds().get(f);
      for (int subject : fold.train()) {
        parts[f][subject] |= 1;
      }
      for (int subject : fold.test()) {
        parts[f][subject] |= 2;
      }
    }
    return parts;
  }

  private static void requireAttributes(Cohort cohort, Set<String> names, String option) {
    for (String name : names) {
      if (!cohort.attributes().containsKey(name)) {
        throw new IllegalArgumentException(
            "%s: the cohort was read without its column '%s'".formatted(option, name));
      }
    }
  }
}
