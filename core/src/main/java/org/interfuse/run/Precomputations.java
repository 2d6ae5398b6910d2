package org.interfuse.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.comparison.Protocol;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PrecomputedSpec;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.progress.Progress;

/** What no training row has a say in: done once, before any fold, by some encoders of a study. */
record Precomputations(List<Precomputation> all) {
  private record Precomputation(CohortModality modality, PrecomputedSpec spec) {
    String where() {
      return "modalities.%s.encoder".formatted(modality.name());
    }
  }

  /** What is fitted on training rows: a modality of the cohort, and how. */
  private record Fitting(int modality, PreprocessingSpec spec) {}

  private interface Step {
    void run(Precomputation one);
  }

  /**
   * Those that the models ask for, each once. Strategy unimodal asks for all of them, for the
   * modalities that it does not use are prepared with the others ({@link
   * Protocol#preprocessing(ModelSpec)}).
   *
   * @param folder that paths of encoders are relative to
   */
  static Precomputations of(List<ModelSpec> models, Cohort cohort, Path folder) {
    List<Precomputation> all = new ArrayList<>();
    Set<List<Object>> known = new HashSet<>();
    for (ModelSpec model : models) {
      for (ModalityEncoder chosen : model.encoders()) {
        boolean used = model.strategy() != Strategy.EARLY;
        if (used
            && chosen.encoder().preprocessing(folder) instanceof PrecomputedSpec spec
            && known.add(List.of(chosen.modality(), spec))) {
          all.add(new Precomputation(cohort.modality(chosen.modality()), spec));
        }
      }
    }
    return new Precomputations(List.copyOf(all));
  }

  /** Finds what would keep them from being done, before the first one takes its time. */
  void look(Findings findings) {
    each(findings, one -> one.spec().look(one.where(), one.modality().data()));
  }

  boolean none() {
    return all.isEmpty();
  }

  /**
   * Fits every other preprocessing of the candidates on the first fold's training rows, and forgets
   * it: takes seconds, and finds what would otherwise be found after hours.
   */
  static void fitOthers(
      Protocol protocol, List<CandidateSpec> candidates, Findings findings, Progress progress) {
    Cohort cohort = protocol.cohort();
    int[] train = protocol.split().folds().get(0).train();
    Set<Fitting> others = others(protocol, candidates);
    int done = 0;
    try (Progress.Task task = progress.start("fitting preprocessing", others.size())) {
      for (Fitting other : others) {
        CohortModality modality = cohort.modalities().get(other.modality());
        task.step(done++, modality.name());
        try {
          Cohort alone = cohort.withModalities(List.of(modality));
          PreparedCohort.fit(alone, List.of(other.spec()), train, "modalities");
        } catch (FindingsException e) {
          e.findings().forEach(findings::error);
        }
      }
    }
  }

  private static Set<Fitting> others(Protocol protocol, List<CandidateSpec> candidates) {
    Set<Fitting> others = new LinkedHashSet<>();
    for (CandidateSpec candidate : candidates) {
      if (candidate instanceof PredictionsCandidate) {
        continue; // made elsewhere: reads no modality
      }
      List<PreprocessingSpec> specs = protocol.preprocessing(candidate);
      for (int m = 0; m < specs.size(); m++) {
        if (!(specs.get(m) instanceof PrecomputedSpec)) {
          others.add(new Fitting(m, specs.get(m)));
        }
      }
    }
    return others;
  }

  /**
   * Does them.
   *
   * @throws FindingsException with everything that is wrong
   */
  void run(Progress progress) {
    Findings findings = new Findings();
    each(findings, one -> one.spec().precompute(one.where(), one.modality().data(), progress));
    findings.throwIfAny();
  }

  private void each(Findings findings, Step step) {
    for (Precomputation one : all) {
      try {
        step.run(one);
      } catch (FindingsException e) {
        e.findings().forEach(finding -> findings.error(placed(one.where(), finding)));
      }
    }
  }

  /** Names the modality where a network, which several may share, names its file alone. */
  private static Finding placed(String where, Finding finding) {
    boolean said = finding.where().startsWith(where);
    return said ? finding : finding.at(where + ", " + finding.where());
  }
}
