package org.interfuse.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * Where the subjects to be predicted are.
 *
 * @param folder relative paths of the model's study are relative to it
 * @param paths other paths for some modalities, by name
 * @param table another path for the cohort's table; null for the study's
 * @param without modalities that are not there; every subject then lacks them
 */
public record NewData(
    Path folder, Map<String, String> paths, @Nullable String table, Set<String> without) {
  public NewData {
    paths = Map.copyOf(paths);
    without = Set.copyOf(without);
  }

  /**
   * The data of a study file, for a model of the same modalities: its folder, its cohort's table
   * and the paths of its modalities, but for what is named by hand.
   *
   * @param byHand its folder is not looked at
   */
  public static NewData ofStudy(StudyFile file, NewData byHand) {
    JsonNode tree = ResolvedStudy.of(file.study()).json();
    Map<String, String> paths = new HashMap<>();
    for (StudyModality modality : file.study().modalities()) {
      JsonNode path = tree.path("modalities").path(modality.name()).path("path");
      path = path.isArray() && path.size() == 1 ? path.get(0) : path;
      if (path.isString()) {
        paths.put(modality.name(), path.asString());
      }
    }
    paths.putAll(byHand.paths());
    List<String> tables = file.study().cohort().table();
    String table = byHand.table() == null && tables.size() == 1 ? tables.get(0) : byHand.table();
    return new NewData(file.folder(), paths, table, byHand.without());
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
    List<String> named = new ArrayList<>(paths.keySet());
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

  /** The model's study with the paths given here, and the model's classes. */
  private Study relocated(TrainedModel model) {
    ObjectNode tree = (ObjectNode) ResolvedStudy.of(model.study()).json();
    paths.forEach(
        (name, path) -> ((ObjectNode) tree.path("modalities").path(name)).put("path", path));
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
    return Study.parse(tree.toString(), "the model's study", SpecCatalog.load());
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
