package org.interfuse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.model.SmallCohort;
import org.junit.jupiter.api.Test;

/** Patterns of presence, and which of them may be told. Seed 31. */
class PresencePatternsTest {
  private static final Cohort COHORT = SmallCohort.of(200, SmallCohort.Kind.CLASSIFICATION, 31);

  @Test
  void countsEverySubjectOnce() {
    PresencePatterns patterns = PresencePatterns.of(COHORT, 1);
    Map<List<String>, Integer> expected = new HashMap<>();
    for (int subject = 0; subject < COHORT.size(); subject++) {
      int own = subject;
      List<String> has =
          COHORT.modalities().stream().filter(m -> m.has(own)).map(CohortModality::name).toList();
      expected.merge(has, 1, Integer::sum);
    }

    assertThat(patterns.hiddenPatterns()).isZero();
    assertThat(patterns.patterns())
        .hasSameSizeAs(expected.keySet())
        .allMatch(pattern -> expected.getOrDefault(pattern.modalities(), 0) == pattern.subjects());
  }

  @Test
  void aRarePatternCannotBeToldFromTheTotal() {
    for (int smallest = 2; smallest < 150; smallest++) {
      PresencePatterns patterns = PresencePatterns.of(COHORT, smallest);
      int shown = patterns.patterns().stream().mapToInt(PresencePatterns.Pattern::subjects).sum();
      int least = smallest;

      assertThat(patterns.patterns()).allMatch(pattern -> pattern.subjects() >= least);
      assertThat(shown + patterns.hiddenSubjects()).isEqualTo(COHORT.size());
      assertThat(patterns.hiddenSubjects() == 0 || patterns.hiddenSubjects() >= smallest)
          .as("%d hidden, smallest %d", patterns.hiddenSubjects(), smallest)
          .isTrue();
      assertThat(patterns.modalities())
          .allMatch(m -> m.present() < 0 || m.present() >= least)
          .allMatch(
              m -> m.present() < 0 || lacking(m) == 0 || COHORT.size() - m.present() >= least);
    }
  }

  private static int lacking(PresencePatterns.OfModality modality) {
    return COHORT.size()
        - (int)
            COHORT.modalities().stream()
                .filter(own -> own.name().equals(modality.name()))
                .flatMapToInt(own -> Arrays.stream(own.rowOf()))
                .filter(row -> row >= 0)
                .count();
  }
}
