package org.interfuse.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Spelling;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.progress.Progress;
import org.interfuse.source.CohortReader;
import org.interfuse.source.CohortSpec;
import org.interfuse.source.SourceSpec;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.interfuse.study.StudyFile;
import org.interfuse.study.StudyModality;
import org.interfuse.target.TargetSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the subjects to be predicted are. */
public final class NewData {
  private final Path folder;
  private final Map<String, ModalityFiles> files;
  private final @Nullable String table;
  private final Set<String> without;

  private NewData(
      Map<String, ModalityFiles> files, Path folder, @Nullable String table, Set<String> without) {
    this.folder = folder;
    this.files = Map.copyOf(files);
    this.table = table;
    this.without = Set.copyOf(without);
  }

  /**
   * Data named by hand.
   *
   * @param folder relative paths of the model's study are relative to it
   * @param files other files of some modalities, by name: {@code path}, {@code ids}, {@code names}
   * @param table another path for the cohort's table; null for the study's
   * @param without modalities that are not there; every subject then lacks them
   */
  public NewData(
      Path folder,
      Map<String, Map<String, String>> files,
      @Nullable String table,
      Set<String> without) {
    this(named(files), folder, table, without);
  }

  private static Map<String, ModalityFiles> named(Map<String, Map<String, String>> files) {
    Map<String, ModalityFiles> named = new HashMap<>();
    files.forEach((name, options) -> named.put(name, ModalityFiles.of(options)));
    return named;
  }

  /**
   * The data of a study file, for a model of the same modalities: its folder, its cohort's table
   * and the files of its modalities, but for what is named by hand.
   *
   * @param byHand its folder is not looked at
   */
  public static NewData ofStudy(StudyFile file, NewData byHand) {
    JsonNode tree = ResolvedStudy.of(file.study()).json().path("modalities");
    Map<String, ModalityFiles> files = new HashMap<>();
    for (StudyModality modality : file.study().modalities()) {
      files.put(modality.name(), ModalityFiles.of((ObjectNode) tree.path(modality.name())));
    }
    byHand.files.forEach((name, own) -> files.merge(name, own, ModalityFiles::with));
    List<String> tables = file.study().cohort().table();
    String table = byHand.table == null && tables.size() == 1 ? tables.get(0) : byHand.table;
    return new NewData(files, file.folder(), table, byHand.without);
  }

  /**
   * Reads the subjects in the shape that the model expects.
   *
   * @param needTargets whether true values are read, and subjects without any left out
   * @throws FindingsException with everything that is wrong
   */
  Cohort read(TrainedModel model, boolean needTargets, Findings findings, Progress progress) {
    return read(model, needTargets, List.of(), findings, progress);
  }

  /**
   * The same with some columns of the cohort's table besides.
   *
   * @param attributes the columns; an error where there is no table, or no such column in it
   */
  Cohort read(
      TrainedModel model,
      boolean needTargets,
      List<String> attributes,
      Findings findings,
      Progress progress) {
    requireKnownModalities(model);
    Study study = relocated(model);
    Map<String, SourceSpec> sources = LoadedStudy.sources(study);
    sources.keySet().removeAll(without);
    Cohort found =
        CohortReader.read(
                needTargets || !attributes.isEmpty() || hasTable(study.cohort())
                    ? study.cohort()
                    : null,
                sources,
                attributes,
                new CohortReader.Options(false, needTargets, known(model)),
                folder,
                findings,
                progress)
            .cohort();
    return complete(found, model);
  }

  private boolean hasTable(CohortSpec cohort) {
    return table != null
        || !cohort.table().isEmpty() && Files.exists(folder.resolve(cohort.table().get(0)));
  }

  private void requireKnownModalities(TrainedModel model) {
    Findings findings = new Findings();
    List<String> known = model.preprocessing().modalities();
    List<String> named = new ArrayList<>(files.keySet());
    named.addAll(without);
    for (String name : named) {
      if (!known.contains(name)) {
        List<String> choices = new ArrayList<>();
        Spelling.nearest(name, known).ifPresent(near -> choices.add("did you mean " + near + "?"));
        choices.add("the model has " + String.join(", ", known));
        findings.error(
            Finding.of("modality '" + name + "'", "it must be one of the model's", "", choices));
      }
    }
    findings.throwIfAny();
  }

  /** The model's study with the files given here, and the model's classes. */
  private Study relocated(TrainedModel model) {
    ObjectNode tree = (ObjectNode) ResolvedStudy.of(model.study()).json();
    JsonNode written = tree.path("modalities").deepCopy();
    Findings findings = new Findings();
    files.forEach(
        (name, own) -> own.lay(name, (ObjectNode) tree.path("modalities").path(name), findings));
    findings.throwIfAny();
    ObjectNode cohort = (ObjectNode) tree.path("cohort");
    if (table != null) {
      cohort.put("table", table);
    }
    for (TargetSchema target : model.targets()) {
      ObjectNode node = (ObjectNode) cohort.path("targets").path(target.name());
      if (node.has("classes")) {
        node.set("classes", Json.MAPPER.valueToTree(target.classes()));
      }
    }
    Study study = Study.parse(tree.toString(), "the model's study", SpecCatalog.load());
    Map<String, SourceSpec> sources = LoadedStudy.sources(study);
    files.forEach(
        (name, own) ->
            own.requireCompanions(
                name, written.path(name), Objects.requireNonNull(sources.get(name)), findings));
    findings.throwIfAny();
    return study;
  }

  private static Map<String, KnownColumns> known(TrainedModel model) {
    Map<String, KnownColumns> known = new HashMap<>();
    for (int m = 0; m < model.preprocessing().modalities().size(); m++) {
      known.put(
          model.preprocessing().modalities().get(m),
          model.preprocessing().preprocessing().get(m).columns());
    }
    return known;
  }

  /** The cohort with every modality of the model, in its order; nobody has those left out. */
  private static Cohort complete(Cohort found, TrainedModel model) {
    Map<String, CohortModality> byName = new LinkedHashMap<>();
    found.modalities().forEach(modality -> byName.put(modality.name(), modality));
    List<CohortModality> modalities = new ArrayList<>();
    List<String> names = model.preprocessing().modalities();
    for (int m = 0; m < names.size(); m++) {
      CohortModality present = byName.get(names.get(m));
      ModalityData nobody = model.preprocessing().preprocessing().get(m).nobody();
      modalities.add(present == null ? absent(names.get(m), nobody, found.size()) : present);
    }
    return new Cohort(found.ids(), found.targets(), found.attributes(), modalities);
  }

  private static CohortModality absent(String name, ModalityData nobody, int subjects) {
    int[] rowOf = new int[subjects];
    Arrays.fill(rowOf, -1);
    return new CohortModality(name, nobody, rowOf);
  }
}
