package org.interfuse.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;

/** Joins modalities to subjects by id; by position only where a study says {@code id: rows}. */
final class IdJoin {
  private final List<String> subjects;
  private final boolean subjectsByPosition;
  private final boolean oneRowEach;
  private final boolean strict;
  private final Findings findings;
  private final Map<String, Integer> index = new HashMap<>();

  /**
   * @param subjects the cohort's ids in the order of its table
   * @param subjectsByPosition whether they are positions themselves
   * @param oneRowEach whether every subject is one row of the table, so that positions mean
   *     something
   * @param strict whether ids that the cohort does not know are errors
   */
  IdJoin(
      List<String> subjects,
      boolean subjectsByPosition,
      boolean oneRowEach,
      boolean strict,
      Findings findings) {
    this.subjects = subjects;
    this.subjectsByPosition = subjectsByPosition;
    this.oneRowEach = oneRowEach;
    this.strict = strict;
    this.findings = findings;
    for (int i = 0; i < subjects.size(); i++) {
      index.put(subjects.get(i), i);
    }
  }

  /**
   * Per subject its row.
   *
   * @param rowOf the row or -1
   * @param unknown rows whose id is no subject's
   */
  record Joined(int[] rowOf, int unknown) {}

  Joined join(String modality, Loaded loaded) {
    String option = "modalities." + modality + ".id";
    if (loaded.joinedByPosition()) {
      return byPosition(option, loaded);
    }
    if (subjectsByPosition) {
      findings.error(
          Finding.of(
              option,
              "a cohort without ids ('id: rows') joins modalities without ids only",
              "a modality with ids"));
    }
    int[] rowOf = absent();
    List<String> unknown = new ArrayList<>();
    for (int row = 0; row < loaded.ids().size(); row++) {
      Integer subject = index.get(loaded.ids().get(row));
      if (subject == null) {
        unknown.add(loaded.ids().get(row));
      } else {
        rowOf[subject] = row;
      }
    }
    if (unknown.size() == loaded.ids().size() && loaded.positions() > 0) {
      findings.error(nothingInCommon(option, loaded.ids()));
    } else if (!unknown.isEmpty()) {
      report(
          Finding.of(
                  option,
                  "ids of a modality should be in the cohort",
                  "%,d of %,d unknown".formatted(unknown.size(), loaded.ids().size()))
              .withValue(ColumnNames.examples(unknown)));
    }
    return new Joined(rowOf, unknown.size());
  }

  private Joined byPosition(String option, Loaded loaded) {
    int rows = loaded.positions();
    if (!oneRowEach) {
      findings.error(
          Finding.of(
              option,
              "'id: rows' needs a cohort table with one row a subject",
              "subjects with several rows"));
    } else if (rows != subjects.size()) {
      findings.error(
          Finding.of(
              option,
              "'id: rows' needs as many rows as the cohort's table has",
              "%,d rows for %,d".formatted(rows, subjects.size())));
    }
    int[] rowOf = absent();
    for (int row = 0; row < loaded.ids().size(); row++) {
      int position = Integer.parseInt(loaded.ids().get(row));
      if (position < rowOf.length) {
        rowOf[position] = row;
      }
    }
    return new Joined(rowOf, 0);
  }

  private int[] absent() {
    int[] rowOf = new int[subjects.size()];
    Arrays.fill(rowOf, -1);
    return rowOf;
  }

  private void report(Finding finding) {
    if (strict) {
      findings.error(finding);
    } else {
      findings.warning(finding);
    }
  }

  private Finding nothingInCommon(String option, List<String> ids) {
    return Finding.of(
            option,
            "a modality and the cohort must have an id in common",
            "none",
            repair(option, ids).map(List::of).orElse(List.of()))
        .withValue(
            "the modality has %s, the cohort %s"
                .formatted(ColumnNames.examples(ids), ColumnNames.examples(subjects)));
  }

  /** What would make ids agree: fewer characters of them, or another case. */
  private Optional<String> repair(String option, List<String> ids) {
    Set<String> here = new LinkedHashSet<>(ids);
    int theirs = keep(subjects, here);
    if (theirs > 0) {
      return Optional.of("say '%s: {keep: %d}'".formatted(option, theirs));
    }
    int ours = keep(ids, index.keySet());
    if (ours > 0) {
      return Optional.of("say 'cohort.id: {keep: %d}'".formatted(ours));
    }
    Set<String> lowerCase = new LinkedHashSet<>();
    ids.forEach(id -> lowerCase.add(id.toLowerCase(java.util.Locale.ROOT)));
    boolean otherCase =
        subjects.stream().anyMatch(id -> lowerCase.contains(id.toLowerCase(java.util.Locale.ROOT)));
    return otherCase ? Optional.of("they differ in upper and lower case") : Optional.empty();
  }

  /** The length of the short ids if long ids cut to it are among them, else 0. */
  private static int keep(List<String> shortIds, Set<String> longIds) {
    Set<String> wanted = new LinkedHashSet<>(shortIds);
    int[] lengths =
        shortIds.stream().mapToInt(String::length).filter(n -> n > 0).distinct().sorted().toArray();
    for (int i = lengths.length - 1; i >= 0; i--) {
      int length = lengths[i];
      boolean matches =
          longIds.stream()
              .anyMatch(id -> id.length() > length && wanted.contains(id.substring(0, length)));
      if (matches) {
        return length;
      }
    }
    return 0;
  }
}
