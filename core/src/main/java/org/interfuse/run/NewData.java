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
import org.interfuse.modality.TableData;
import org.interfuse.progress.Progress;
import org.interfuse.source.CohortReader;
import org.interfuse.source.CohortSpec;
import org.interfuse.source.SourceSpec;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.interfuse.target.TargetSchema;
import org.jspecify.annotations.Nullable;
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
   * Reads the subjects in the shape that the model expects.
   *
   * @param needTargets whether true values are read, and subjects without any left out
   * @throws FindingsException with everything that is wrong
   */
  Cohort read(TrainedModel model, boolean needTargets, Findings findings, Progress progress) {
    requireKnownModalities(model);
    Study study = relocated(model);
    Map<String, SourceSpec> sources = LoadedStudy.sources(study);
    sources.keySet().removeAll(without);
    Cohort found =
        CohortReader.read(
                needTargets || hasTable(study.cohort()) ? study.cohort() : null,
                sources,
                List.of(),
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
    Map<String, KnownColumns> known = known(model);
    for (String name : model.preprocessing().modalities()) {
      CohortModality present = byName.get(name);
      modalities.add(
          present == null
              ? absent(name, java.util.Objects.requireNonNull(known.get(name)), found.size())
              : present);
    }
    return new Cohort(found.ids(), found.targets(), found.attributes(), modalities);
  }

  private static CohortModality absent(String name, KnownColumns columns, int subjects) {
    int[] rowOf = new int[subjects];
    Arrays.fill(rowOf, -1);
    List<TableData.CategoricalColumn> categorical =
        columns.categorical().stream()
            .map(column -> new TableData.CategoricalColumn(column, List.of()))
            .toList();
    TableData none = new TableData(0, columns.numeric(), new float[0], categorical, new int[0]);
    return new CohortModality(name, none, rowOf);
  }
}
