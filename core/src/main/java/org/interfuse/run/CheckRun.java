package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.audit.AuditFinding;
import org.interfuse.audit.Audits;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.Protocol;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreparedModalities;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.progress.Progress;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.tensor.ProcessMemory;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Torch;
import org.interfuse.training.Replicas;
import tools.jackson.databind.JsonNode;

/**
 * The verb {@code check}: everything up to the first fit. Reads study and data, fits preprocessing
 * on the first fold's training subjects, builds every candidate's networks once, reads predictions
 * made elsewhere, and audits the study. Holds counts, shares and figures, no values of subjects.
 *
 * @param loaded study, cohort and split
 * @param modalities in the study's order
 * @param patterns which modalities subjects have, the most frequent first
 * @param targets in the study's order
 * @param folds in the split's order
 * @param candidates in the study's order
 * @param audit what the audits found, the worst first
 * @param resolved the study with every default written out
 * @param held what the process held when the data were read and prepared for a fold
 */
public record CheckRun(
    LoadedStudy loaded,
    List<ModalityPicture> modalities,
    List<AvailabilityPattern> patterns,
    List<TargetBalance> targets,
    List<FoldPicture> folds,
    List<CandidatePicture> candidates,
    List<AuditFinding> audit,
    ResolvedStudy resolved,
    ProcessMemory.Held held) {

  public CheckRun {
    modalities = List.copyOf(modalities);
    patterns = List.copyOf(patterns);
    targets = List.copyOf(targets);
    folds = List.copyOf(folds);
    candidates = List.copyOf(candidates);
    audit = List.copyOf(audit);
  }

  /**
   * Checks a study whose data have been read.
   *
   * @throws FindingsException with everything that is wrong
   */
  public static CheckRun run(LoadedStudy loaded, Progress progress) {
    Findings findings = new Findings();
    Cohort cohort = loaded.cohort();
    FoldModalities.require(cohort, loaded.split());
    Workers.of(loaded, 0); // refuses what does not fit
    try {
      Elsewhere.read(loaded);
    } catch (FindingsException e) {
      e.findings().forEach(findings::error);
    }
    loaded.precompute(LoadedStudy.candidates(loaded.study()), findings, progress);
    int[] train = loaded.split().folds().get(0).train();
    Protocol protocol = loaded.protocol(0);
    PreparedModalities modalitiesOf = new PreparedModalities(cohort, train);
    PreparedCohort prepared = prepare(loaded, protocol, modalitiesOf, findings, progress);
    Torch.load();
    ProcessMemory.Held held = ProcessMemory.held();
    List<CandidatePicture> candidates =
        candidates(loaded, protocol, modalitiesOf, train, findings, progress);
    List<ModalityPicture> modalities = modalities(loaded, prepared, findings);
    return new CheckRun(
        loaded,
        modalities,
        AvailabilityPattern.of(cohort),
        cohort.targets().stream()
            .map(target -> TargetBalance.of(target, loaded.study().report().smallestCell()))
            .toList(),
        loaded.split().folds().stream()
            .map(fold -> FoldPicture.of(fold, cohort.targets()))
            .toList(),
        candidates,
        Audits.run(loaded.auditInput(), progress),
        ResolvedStudy.of(loaded.study()),
        held);
  }

  private static List<ModalityPicture> modalities(
      LoadedStudy loaded, PreparedCohort prepared, Findings findings) {
    List<ModalityPicture> modalities = new ArrayList<>();
    for (int m = 0; m < prepared.features().size(); m++) {
      try {
        modalities.add(
            ModalityPicture.of(
                loaded.reading().modalities().get(m),
                loaded.cohort().modalities().get(m),
                prepared.features().get(m)));
      } catch (FindingsException e) {
        e.findings().forEach(findings::error);
      }
    }
    findings.throwIfAny();
    return modalities;
  }

  /** Each modality on its own, so that all mistakes are found at once. */
  private static PreparedCohort prepare(
      LoadedStudy loaded,
      Protocol protocol,
      PreparedModalities prepared,
      Findings findings,
      Progress progress) {
    Cohort cohort = loaded.cohort();
    List<PreprocessingSpec> specs = protocol.preprocessing(loaded.study().model());
    List<Prepared> features = new ArrayList<>();
    try (Progress.Task task = progress.start("preparing", cohort.modalities().size())) {
      for (int m = 0; m < cohort.modalities().size(); m++) {
        CohortModality modality = cohort.modalities().get(m);
        task.step(m, modality.name());
        try {
          features.add(prepared.of(m, specs.get(m)));
        } catch (FindingsException e) {
          e.findings().forEach(findings::error);
        }
      }
    }
    if (features.size() < cohort.modalities().size()) {
      findings.throwIfAny();
    }
    return new PreparedCohort(cohort, features);
  }

  private static List<CandidatePicture> candidates(
      LoadedStudy loaded,
      Protocol protocol,
      PreparedModalities prepared,
      int[] train,
      Findings findings,
      Progress progress) {
    Seed seed = LoadedStudy.seed(loaded.study()).at("check");
    List<CandidateSpec> specs = loaded.study().comparison().candidates();
    List<CandidatePicture> pictures = new ArrayList<>();
    try (Progress.Task task = progress.start("building", specs.size())) {
      for (CandidateSpec spec : specs) {
        task.step(pictures.size(), spec.name());
        try {
          PreparedCohort data = prepared.of(protocol.preprocessing(spec));
          int fits = fitsTogether(loaded, spec, data);
          pictures.add(CandidatePicture.of(spec, data, train, loaded.groups(), seed, fits));
        } catch (FindingsException e) {
          e.findings().forEach(findings::error);
        }
      }
    }
    findings.throwIfAny();
    return pictures;
  }

  /** How many fits of a candidate may be made at once, whatever it is. */
  private static int fitsTogether(LoadedStudy loaded, CandidateSpec spec, PreparedCohort data) {
    boolean tuned = loaded.study().comparison().tuning().of(spec.name()).size() > 1;
    int folds = Replicas.acrossFolds(data) ? loaded.split().folds().size() : 1;
    return tuned ? 1 : folds * loaded.study().comparison().seeds();
  }

  /** What the audits found of one severity. */
  public List<AuditFinding> audit(AuditFinding.Severity severity) {
    return audit.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** Bytes of the cohort as read. */
  public long readBytes() {
    return modalities.stream().mapToLong(ModalityPicture::readBytes).sum();
  }

  /** Bytes of wide modalities that are packed or mapped; the system may take them back. */
  public long mappedBytes() {
    return modalities.stream().mapToLong(ModalityPicture::mappedBytes).sum();
  }

  /** Bytes of the cohort as prepared for one fold. */
  public long preparedBytes() {
    return modalities.stream().mapToLong(ModalityPicture::preparedBytes).sum();
  }

  /** What the process holds before the first fit. */
  public long heldBytes() {
    return held.bytes();
  }

  /**
   * Estimate of the most that the process holds in a comparison, see docs/memory.md.
   *
   * @param workers fits that run at once
   */
  public long peakBytes(int workers) {
    return new PeakMemory(held, preparedBytes(), folds.size(), candidates).bytes(workers);
  }

  /** The same as a tree. */
  public JsonNode json() {
    return CheckJson.of(this);
  }
}
