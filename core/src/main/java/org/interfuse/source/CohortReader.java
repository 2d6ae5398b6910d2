package org.interfuse.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.KnownColumns;
import org.interfuse.progress.Progress;
import org.interfuse.source.CohortReading.ModalityReading;
import org.interfuse.source.CohortTableReader.CohortRows;
import org.interfuse.source.SourceContext.CohortTable;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cohort and its modalities and joins them by id (law 1). The subjects are those of the
 * cohort's table, and any modality may lack any of them; without a table (when predicting) they are
 * those that some modality has, in order of first occurrence.
 */
public final class CohortReader {
  private final @Nullable CohortSpec spec;
  private final Options options;
  private final Path folder;
  private final Findings findings;
  private final Progress progress;
  private final ParsedFiles files = new ParsedFiles();

  private CohortReader(
      @Nullable CohortSpec spec,
      Options options,
      Path folder,
      Findings findings,
      Progress progress) {
    this.spec = spec;
    this.options = options;
    this.folder = folder;
    this.findings = findings;
    this.progress = progress;
  }

  /**
   * How a cohort is read.
   *
   * @param strict whether ids that the cohort's table does not know are errors rather than warnings
   * @param needTargets whether targets are read, and subjects without any left out
   * @param known the columns that a fitted model expects, by modality; empty when training
   * @param described columns of the cohort's table that are read as attributes and stay features
   */
  public record Options(
      boolean strict, boolean needTargets, Map<String, KnownColumns> known, Set<String> described) {
    /** No attributes that stay features. */
    public Options(boolean strict, boolean needTargets, Map<String, KnownColumns> known) {
      this(strict, needTargets, known, Set.of());
    }

    /** For training: targets, unknown ids are warnings. */
    public Options() {
      this(false, true, Map.of());
    }

    public Options {
      known = Map.copyOf(known);
      described = Set.copyOf(described);
    }
  }

  /**
   * Reads everything, so that all mistakes are found at once.
   *
   * @param cohort where subjects and targets are; null, or without a table, when predicting
   * @param modalities by name in the study's order
   * @param attributeColumns columns of the cohort's table that split or group subjects: features
   *     only if a modality names them
   * @param folder relative paths are relative to it
   * @param findings receives errors and warnings
   * @throws FindingsException if {@code findings} has an error in the end
   */
  public static CohortReading read(
      @Nullable CohortSpec cohort,
      Map<String, SourceSpec> modalities,
      Collection<String> attributeColumns,
      Options options,
      Path folder,
      Findings findings,
      Progress progress) {
    CohortSpec table = cohort == null || cohort.table().isEmpty() ? null : cohort;
    return new CohortReader(table, options, folder, findings, progress)
        .read(modalities, attributeColumns);
  }

  private CohortReading read(
      Map<String, SourceSpec> modalities, Collection<String> attributeColumns) {
    Set<Finding> errors = new LinkedHashSet<>(); // one file may be at fault for several modalities
    Findings collected = new Findings();
    CohortRows rows = null;
    Map<String, Loaded> loaded;
    try (Progress.Task task = progress.start("reading", modalities.size() + 1)) {
      if (spec != null) {
        task.step(0, "the cohort's table");
        rows =
            new CohortTableReader(spec, folder, files, collected)
                .read(options.needTargets(), attributeColumns, options.described());
      }
      loaded = load(modalities, attributeColumns, collected, task);
    }
    CohortReading reading = null;
    if (spec == null) {
      reading = withoutTable(loaded, collected);
    } else if (rows != null && collected.errors().isEmpty()) {
      reading = join(rows, loaded, collected);
    } else if (rows != null) {
      joinAll(rows, loaded, collected);
    }
    errors.addAll(collected.errors());
    errors.forEach(findings::error);
    collected.warnings().forEach(findings::warning);
    findings.throwIfAny();
    return java.util.Objects.requireNonNull(reading);
  }

  private Map<String, Loaded> load(
      Map<String, SourceSpec> modalities,
      Collection<String> attributes,
      Findings collected,
      Progress.Task task) {
    Map<String, Loaded> loaded = new LinkedHashMap<>();
    CohortTable table = cohortTable(attributes);
    modalities.forEach(
        (name, source) -> {
          task.step(loaded.size() + 1, name);
          SourceContext context =
              new SourceContext(
                  name, folder, table, options.known().get(name), collected, progress, files);
          try {
            loaded.put(name, source.read(context));
          } catch (FindingsException e) {
            e.findings().forEach(collected::error);
          }
        });
    return loaded;
  }

  private @Nullable CohortTable cohortTable(Collection<String> attributes) {
    if (spec == null) {
      return null;
    }
    Set<String> targets = new HashSet<>();
    spec.targets().values().forEach(target -> targets.addAll(target.columns()));
    return new CohortTable(
        spec.table(), spec.format(), spec.id(), spec.rows(), targets, Set.copyOf(attributes));
  }

  private Map<String, IdJoin.Joined> joinAll(
      CohortRows rows, Map<String, Loaded> loaded, Findings collected) {
    boolean oneRowEach = rows.table().rows() == rows.rows().subjects();
    boolean byPosition = rows.rows().idColumn() < 0;
    IdJoin join =
        new IdJoin(rows.rows().ids(), byPosition, oneRowEach, options.strict(), collected);
    Map<String, IdJoin.Joined> joined = new LinkedHashMap<>();
    loaded.forEach((name, modality) -> joined.put(name, join.join(name, modality)));
    return joined;
  }

  private CohortReading join(CohortRows rows, Map<String, Loaded> loaded, Findings collected) {
    Map<String, IdJoin.Joined> joined = joinAll(rows, loaded, collected);
    int all = rows.rows().subjects();
    int[] kept = IntStream.range(0, all).filter(i -> hasTarget(rows.targets(), i)).toArray();
    if (kept.length == 0) {
      collected.error(
          Finding.of("cohort", "at least one subject must have a target", "none of " + all));
    }
    List<CohortModality> modalities = new ArrayList<>();
    joined.forEach(
        (name, join) ->
            modalities.add(
                new CohortModality(
                    name,
                    java.util.Objects.requireNonNull(loaded.get(name)).data(),
                    Arrays.stream(kept).map(i -> join.rowOf()[i]).toArray())));
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    rows.attributes().forEach((name, cells) -> attributes.put(name, select(cells, kept)));
    Cohort cohort =
        new Cohort(
            select(rows.rows().ids(), kept),
            rows.targets().stream().map(target -> target.select(kept)).toList(),
            attributes,
            modalities);
    return new CohortReading(
        cohort,
        facts(cohort, loaded, joined),
        rows.table().rows(),
        all,
        all - kept.length,
        withoutModalities(cohort),
        rows.table().fileNames(),
        Arrays.stream(kept).map(i -> rows.table().fileOf(rows.rows().firstRow()[i])).toArray());
  }

  private boolean hasTarget(List<Target> targets, int subject) {
    return !options.needTargets() || targets.stream().anyMatch(target -> !target.missing(subject));
  }

  private CohortReading withoutTable(Map<String, Loaded> loaded, Findings collected) {
    long byPosition = loaded.values().stream().filter(Loaded::joinedByPosition).count();
    if (byPosition > 0 && byPosition < loaded.size()) {
      collected.error(
          Finding.of(
              "modalities",
              "without a cohort's table either all modalities have ids or none",
              "%d of %d without".formatted(byPosition, loaded.size())));
    }
    Set<String> ids = new LinkedHashSet<>();
    loaded.values().forEach(modality -> ids.addAll(modality.ids()));
    if (ids.isEmpty() && collected.errors().isEmpty()) {
      collected.error(Finding.of("modalities", "there must be subjects", "none"));
    }
    List<String> subjects = List.copyOf(ids);
    IdJoin join = new IdJoin(subjects, byPosition > 0, true, false, collected);
    Map<String, IdJoin.Joined> joined = new LinkedHashMap<>();
    loaded.forEach((name, modality) -> joined.put(name, join.join(name, modality)));
    List<CohortModality> modalities = new ArrayList<>();
    joined.forEach(
        (name, each) ->
            modalities.add(
                new CohortModality(
                    name,
                    java.util.Objects.requireNonNull(loaded.get(name)).data(),
                    each.rowOf())));
    Cohort cohort = new Cohort(subjects, List.of(), Map.of(), modalities);
    return new CohortReading(
        cohort, facts(cohort, loaded, joined), 0, subjects.size(), 0, 0, List.of(), new int[0]);
  }

  private static List<ModalityReading> facts(
      Cohort cohort, Map<String, Loaded> loaded, Map<String, IdJoin.Joined> joined) {
    List<ModalityReading> facts = new ArrayList<>();
    for (CohortModality modality : cohort.modalities()) {
      Loaded read = java.util.Objects.requireNonNull(loaded.get(modality.name()));
      int unknown = java.util.Objects.requireNonNull(joined.get(modality.name())).unknown();
      int rows = read.ids().size();
      facts.add(
          new ModalityReading(
              modality.name(),
              rows,
              rows - unknown,
              modality.present(),
              unknown,
              read.joinedByPosition(),
              modality.data().describe()));
    }
    return facts;
  }

  private static int withoutModalities(Cohort cohort) {
    int count = 0;
    for (int i = 0; i < cohort.size(); i++) {
      int subject = i;
      count += cohort.modalities().stream().noneMatch(m -> m.has(subject)) ? 1 : 0;
    }
    return count;
  }

  private static List<String> select(List<String> values, int[] rows) {
    return Arrays.stream(rows).mapToObj(values::get).toList();
  }
}
