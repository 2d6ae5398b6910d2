package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.cohort.CohortModality;

/**
 * Whether having a modality, whatever it says, tells the target, over training rows.
 *
 * <p>Each modality's presence is ranked against the outcome either way, and the pattern of all of
 * them is scored by {@link LevelScores}. It is a warning where the lower bound at level .05,
 * divided by the number of looks, lies {@code margin} above chance, and a leak where the figure is
 * nearly perfect besides.
 *
 * @param margin between 0 and .5
 */
@AutoService(Audit.class)
public record PresenceAudit(double margin) implements Audit {
  private static final double LEVEL = 0.05;

  /** Five hundredths above chance. */
  public PresenceAudit() {
    this(0.05);
  }

  public PresenceAudit {
    if (!(margin >= 0 && margin < 0.5)) {
      throw new IllegalArgumentException("margin: expected between 0 and 0.5, but it is " + margin);
    }
  }

  @Override
  public String name() {
    return "presence";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    List<CohortModality> modalities = input.cohort().modalities();
    List<Question> questions = Question.of(input);
    int looks = Math.max(1, questions.size() * (modalities.size() + 1));
    double z = LowerBounds.normal(1 - LEVEL / looks);
    List<AuditFinding> findings = new ArrayList<>();
    for (Question question : questions) {
      for (CohortModality modality : modalities) {
        double[] presence = presence(input, List.of(modality));
        if (Column.distinct(presence, question.rows()) > 1) {
          Strength strength = question.strength(presence, true, z);
          add(findings, question, strength, "modalities." + modality.name(), "it");
        }
      }
      double[] pattern = presence(input, modalities);
      if (Column.distinct(pattern, question.rows()) > 2) {
        double[] scores = LevelScores.of(question, pattern, input.seed());
        Strength strength = question.strength(scores, false, z);
        add(findings, question, strength, "modalities", "which of them");
      }
    }
    return findings;
  }

  private void add(
      List<AuditFinding> findings,
      Question question,
      Strength strength,
      String where,
      String what) {
    if (strength.reaches(question.chance(), question.chance() + margin)) {
      boolean perfect =
          strength.reaches(question.nearPerfect(), SingleColumnAudit.surely(question));
      findings.add(
          new AuditFinding(
              name(),
              perfect ? Severity.LEAK : Severity.WARNING,
              where,
              "whether a subject has %s tells %s".formatted(what, question.about()),
              strength.evidence(),
              "find out why some subjects were not measured; compare with the baseline 'presence',"
                  + " and give its figure beside that of the model"));
    }
  }

  /** Per subject a number that stands for which of the modalities it has. */
  static double[] presence(AuditInput input, List<CohortModality> modalities) {
    Map<BitSet, Integer> patterns = new HashMap<>();
    double[] pattern = new double[input.cohort().size()];
    for (int subject = 0; subject < pattern.length; subject++) {
      BitSet present = new BitSet();
      for (int m = 0; m < modalities.size(); m++) {
        present.set(m, modalities.get(m).has(subject));
      }
      pattern[subject] = patterns.computeIfAbsent(present, key -> patterns.size());
    }
    return pattern;
  }
}
