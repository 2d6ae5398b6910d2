package org.interfuse.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PrecomputedSpec;
import org.interfuse.progress.Progress;

/** What no training row has a say in: done once, before any fold, by some encoders of a study. */
record Precomputations(List<Precomputation> all) {
  private record Precomputation(CohortModality modality, PrecomputedSpec spec) {
    String where() {
      return "modalities.%s.encoder".formatted(modality.name());
    }
  }

  private interface Step {
    void run(Precomputation one);
  }

  /**
   * Those that the models ask for, each once.
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
        e.findings().forEach(findings::error);
      }
    }
  }
}
