package org.interfuse.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.audit.AuditInput;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Split;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.comparison.Budget;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Protocol;
import org.interfuse.encoder.frozen.FrozenPreprocessing;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.progress.Progress;
import org.interfuse.source.CohortReader;
import org.interfuse.source.CohortReading;
import org.interfuse.source.SourceSpec;
import org.interfuse.source.SplitReader;
import org.interfuse.study.Study;
import org.interfuse.study.StudyFile;
import org.interfuse.study.StudyModality;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Seed;
import org.interfuse.training.Members;
import org.jspecify.annotations.Nullable;

/**
 * A study with its cohort read, joined and divided.
 *
 * @param file the study
 * @param reading the cohort, and how it came together
 * @param split its folds
 * @param preprocessing of every modality, in the study's order, its files read
 * @param takenOver encoders that come from model files
 * @param warnings everything worth knowing
 */
public record LoadedStudy(
    StudyFile file,
    CohortReading reading,
    Split split,
    List<PreprocessingSpec> preprocessing,
    List<TakenOver> takenOver,
    List<Finding> warnings) {
  private static final double LEVEL = 0.95;

  public LoadedStudy {
    preprocessing = List.copyOf(preprocessing);
    takenOver = List.copyOf(takenOver);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a study and all its data.
   *
   * @throws org.interfuse.finding.FindingsException with everything that is wrong
   */
  public static LoadedStudy read(Path path, Progress progress) {
    return read(Study.read(path), progress);
  }

  /**
   * Reads all data of a study.
   *
   * @throws org.interfuse.finding.FindingsException with everything that is wrong
   */
  public static LoadedStudy read(StudyFile file, Progress progress) {
    Study study = file.study();
    Findings findings = new Findings();
    file.notes().forEach(findings::warning);
    CohortReading reading =
        CohortReader.read(
            study.cohort(),
            sources(study),
            study.attributes(),
            new CohortReader.Options(
                study.strict(), true, Map.of(), Set.copyOf(study.report().by())),
            file.folder(),
            findings,
            progress);
    Split split =
        SplitReader.read(
            study.split(),
            reading,
            study.cohort().id(),
            file.folder(),
            seed(study).at("split"),
            findings);
    for (CohortReading.ModalityReading modality : reading.modalities()) {
      if (modality.joinedByPosition()) {
        findings.warning(
            Finding.of(
                "modalities." + modality.name() + ".id",
                "subjects should be joined by id",
                "rows joined by position; that they belong together is nowhere checked"));
      }
    }
    for (ModalityEncoder one : study.model().encoders()) {
      one.encoder()
          .withoutEffect()
          .ifPresent(
              found ->
                  findings.warning(
                      Finding.of(
                          "modalities.%s.encoder".formatted(one.modality()),
                          "every option that is set should have an effect",
                          found)));
    }
    AttributeChecks.look(study, reading.cohort(), findings);
    List<PreprocessingSpec> preprocessing = opened(file, findings);
    List<TakenOver> takenOver = TakenOver.look(study, reading.cohort(), findings);
    Precomputations.of(models(candidates(study)), reading.cohort(), file.folder()).look(findings);
    findings.throwIfAny();
    return new LoadedStudy(file, reading, split, preprocessing, takenOver, findings.warnings());
  }

  private static List<PreprocessingSpec> opened(StudyFile file, Findings findings) {
    List<PreprocessingSpec> opened = new ArrayList<>();
    for (StudyModality modality : file.study().modalities()) {
      String where = "modalities.%s.preprocessing".formatted(modality.name());
      try {
        opened.add(modality.preprocessing().opened(where, file.folder()));
      } catch (FindingsException e) {
        e.findings().forEach(findings::error);
      }
    }
    return opened;
  }

  /**
   * Does what no training row has a say in, before any fold; the last thing before the first fit,
   * as it may take hours. Nothing, not even throwing, where no candidate asks for such a thing.
   *
   * @param candidates those that will be fitted
   * @param findings what was found before; receives what else is wrong with preparing
   * @throws FindingsException with all of these, before anything is computed
   */
  void precompute(List<CandidateSpec> candidates, Findings findings, Progress progress) {
    Precomputations needed = Precomputations.of(models(candidates), cohort(), file.folder());
    if (needed.none()) {
      return;
    }
    Precomputations.fitOthers(protocol(0), candidates, findings, progress);
    findings.throwIfAny();
    needed.run(progress);
  }

  /** Of the frozen networks that the study's models use, sorted. */
  List<String> frozenDigests() {
    Protocol protocol = protocol(0);
    return models(candidates(study())).stream()
        .flatMap(model -> protocol.preprocessing(model).stream())
        .filter(FrozenPreprocessing.class::isInstance)
        .map(spec -> ((FrozenPreprocessing) spec).source().open("encoder").digest())
        .distinct()
        .sorted()
        .toList();
  }

  /** By modality the digest of the file that its preprocessing read, of those that read one. */
  Map<String, String> preprocessingDigests() {
    Map<String, String> digests = new LinkedHashMap<>();
    for (int m = 0; m < preprocessing.size(); m++) {
      String name = study().modalities().get(m).name();
      preprocessing.get(m).sha256().ifPresent(digest -> digests.put(name, digest));
    }
    return digests;
  }

  /** The study's own model, and the candidates of its comparison. */
  static List<CandidateSpec> candidates(Study study) {
    List<CandidateSpec> all = new ArrayList<>(List.of(TrainRun.candidate(study)));
    all.addAll(study.comparison().candidates());
    return all;
  }

  private static List<ModelSpec> models(List<CandidateSpec> candidates) {
    List<ModelSpec> models = new ArrayList<>();
    for (CandidateSpec candidate : candidates) {
      if (candidate instanceof NetworkCandidate network) {
        models.add(network.model());
      }
    }
    return models;
  }

  /** The sources of a study's modalities, in its order. */
  static Map<String, SourceSpec> sources(Study study) {
    Map<String, SourceSpec> sources = new LinkedHashMap<>();
    study.modalities().forEach(modality -> sources.put(modality.name(), modality.source()));
    return sources;
  }

  /** The key of everything random in a study. */
  static Seed seed(Study study) {
    return new Seed(study.training().seed());
  }

  public Study study() {
    return file.study();
  }

  public Cohort cohort() {
    return reading.cohort();
  }

  /** The encoders that the study's own model takes from model files, whatever candidates do. */
  public List<TakenOver> takenOverByModel() {
    return TakenOver.of(study().model(), takenOver);
  }

  /** What is predicted, in the study's order. */
  List<TargetSchema> targets() {
    return cohort().targets().stream().map(Target::schema).toList();
  }

  /**
   * What is the same for every candidate.
   *
   * @param seeds how often a network is fitted on each fold; 0 for what the study says
   */
  public Protocol protocol(int seeds) {
    return new Protocol(
        cohort(),
        split,
        preprocessing,
        groups(),
        repetitions(seeds),
        seed(study()),
        LEVEL,
        file.folder());
  }

  /**
   * How often a network is fitted on each fold.
   *
   * @param asked 0 for what the study says
   */
  int repetitions(int asked) {
    return asked > 0 ? asked : study().comparison().seeds();
  }

  /** By candidate what is spent on choosing its options, in words; on the first fold. */
  Map<String, String> budgets() {
    int[] train = split.folds().get(0).train();
    Map<String, String> budgets = new LinkedHashMap<>();
    for (CandidateSpec candidate : study().comparison().candidates()) {
      int members =
          candidate instanceof NetworkCandidate network
              ? Members.count(network.model(), network.training(), cohort(), train, groups())
              : 1;
      budgets.put(candidate.name(), Budget.of(candidate, study().comparison().tuning(), members));
    }
    return budgets;
  }

  /** What the audits look at. */
  @SuppressWarnings("NullAway") // javac drops the annotation of an array parameter of a record
  AuditInput auditInput() {
    Map<String, List<String>> targetColumns = new LinkedHashMap<>();
    study().cohort().targets().forEach((name, spec) -> targetColumns.put(name, spec.columns()));
    Set<String> sites = new LinkedHashSet<>(study().cohort().sites());
    if (study().split() instanceof SplitSpec.LeaveOut leaveOut) {
      sites.add(leaveOut.column());
    }
    return new AuditInput(
        cohort(),
        split,
        groups(),
        targetColumns,
        sites,
        study().cohort().indexTime(),
        seed(study()),
        takenOver.stream().map(TakenOver::audited).distinct().toList());
  }

  /** Per subject the number of its group, or null where the split has no groups. */
  int @Nullable [] groups() {
    String column = study().split().group();
    if (column == null) {
      return null;
    }
    List<String> values = java.util.Objects.requireNonNull(cohort().attributes().get(column));
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] groups = new int[values.size()];
    for (int i = 0; i < groups.length; i++) {
      String value = values.get(i).isEmpty() ? "alone " + i : "group " + values.get(i);
      groups[i] = numbers.computeIfAbsent(value, key -> numbers.size());
    }
    return groups;
  }
}
