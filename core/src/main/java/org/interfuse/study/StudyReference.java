package org.interfuse.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.comparison.ReportSpec;
import org.interfuse.comparison.SearchRange;
import org.interfuse.comparison.TuningSpec;
import org.interfuse.model.ModelSpec;
import org.interfuse.report.CardSpec;
import org.interfuse.source.IdSpec;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.SpecCatalog.Kind;
import org.interfuse.study.StudyKeys.Key;
import org.interfuse.target.TargetType;
import org.interfuse.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * The page {@code docs/study.md}: every key of a study with its type, its default and its meaning,
 * read from the same places as a study itself.
 */
public final class StudyReference {
  private static final String INTRODUCTION =
      """
      # Study reference

      This page is generated from the options themselves; a test holds it equal to them. After a
      change, write it anew with

          mvn -pl core test -Dtest=StudyReferenceTest -Dinterfuse.reference=write

      A study is one YAML 1.2 file. Hyphens and underscores in keys are the same; a single value
      stands for a list of one; relative paths are relative to the study file. `interfuse check`
      prints a study with every default filled in. Every mistake is reported at once, with its line
      and option path.
      """;

  private final SpecCatalog catalog;
  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private StudyReference(SpecCatalog catalog) {
    this.catalog = catalog;
  }

  /** The page as Markdown, with everything in {@code catalog}. */
  public static String markdown(SpecCatalog catalog) {
    StudyReference reference = new StudyReference(catalog);
    reference.write();
    return reference.page.toString();
  }

  private void write() {
    section("study", "The keys of the file.", StudyKeys.STUDY);
    section(
        "cohort",
        "The table that holds the subjects and their targets.",
        join(
            recordKeys(CohortSection.DEFAULTS, Set.of("targets"), Set.of("table")),
            StudyKeys.COHORT));
    section("id", "A column's name, `rows` (joined by position), or:", recordKeys(new IdSpec()));
    for (TargetType type : TargetType.values()) {
      TargetSpec defaults = java.util.Objects.requireNonNull(TargetSection.DEFAULTS.get(type));
      Set<String> required = Set.copyOf(TargetSection.REQUIRED.getOrDefault(type, List.of()));
      section(
          "target: " + type.text(),
          targetText(type),
          recordKeys((Record) defaults, Set.of(), required));
    }
    section("modality", "Beside the keys of its source:", StudyKeys.MODALITY);
    section("encoder", "Beside the keys of the encoder itself:", StudyKeys.ENCODER);
    section(
        "encoder from a model file",
        "Instead of the keys of an encoder, see [transfer.md](transfer.md):",
        StudyKeys.TRANSFER);
    section("model", "How modalities are merged.", join(modelKeys(), StudyKeys.MODEL));
    section("training", "How networks are trained.", recordKeys(new TrainingSpec()));
    section("split", "Exactly one of the forms " + forms(SplitSection.FORMS) + ".", splitKeys());
    section("comparison", "What is compared, and how.", StudyKeys.COMPARISON);
    section("tuning", tuningText(), StudyKeys.TUNING);
    section("candidates", candidateText(), StudyKeys.CANDIDATE);
    section(
        "deployment",
        "What is known of the place where a model is to be used.",
        StudyKeys.DEPLOYMENT);
    section("report", "What is reported beside the comparison.", recordKeys(new ReportSpec()));
    section(
        "card",
        "What only people know of the model; shown in the report as it stands.",
        recordKeys(new CardSpec()));
    for (Kind<?> kind : SpecCatalog.KINDS) {
      if (kind != SpecCatalog.METRIC) {
        kind(kind);
      }
    }
  }

  private static String targetText(TargetType type) {
    return switch (type) {
      case CLASSIFICATION -> "One class of several. Named by its column.";
      case MULTILABEL -> "Any subset of labels. Named `target`.";
      case REGRESSION -> "A real number. Named by its column.";
      case SURVIVAL ->
          "A right-censored time. Named `target`. `event` and `is` may be written together:"
              + " `event: {column: NAME, is: VALUE}`.";
    };
  }

  private static String tuningText() {
    return "Random search with successive halving on held-out rows of the training part, the same"
        + " for every network: each trial runs for a share of the epochs, the best quarter for four"
        + " times as many, and so on. The first trial is the network as it stands. Without"
        + " `options` the others draw "
        + TuningSpec.defaults().entrySet().stream()
            .map(entry -> "`" + entry.getKey() + "` " + range(entry.getValue()))
            .collect(Collectors.joining(", "))
        + ", as far as the network has and uses the option.";
  }

  private static String range(SearchRange range) {
    return range instanceof SearchRange.Between between
        ? "from %s to %s%s"
            .formatted(
                between.from(),
                between.to(),
                between.scale() == SearchRange.Scale.LOG ? " (log)" : "")
        : "of " + ((SearchRange.Choice) range).values();
  }

  private static String candidateText() {
    return "Each is exactly one of the forms "
        + forms(CandidateReader.FORMS)
        + ". Without `candidates` these are compared: the baselines prevalence (for survival,"
        + " Kaplan–Meier), presence and linear (merged early and late), each modality alone, the"
        + " strategies early and late, the operators concat and mean, and the study's own model."
        + " With one modality: prevalence, linear and the study's own model. A list without the"
        + " study's own model gets it in front, unless it names a `primary` of its own. The primary"
        + " candidate, if it is a network, is what `vary` repeats: each combination of values is laid"
        + " over it after its own `with`, so that for a path in both the value of `vary` counts; a"
        + " combination that changes nothing is the candidate itself.";
  }

  private static String forms(List<String> forms) {
    return "`" + String.join("`, `", forms) + "`";
  }

  private void kind(Kind<?> kind) {
    page.append("\n# ").append(capital(kind.word())).append(": what there is\n");
    if (catalog.names(kind).isEmpty()) {
      page.append("\nNone in this build.\n");
    }
    for (Object instance : catalog.all(kind)) {
      String title = kind.word() + ": " + SpecCatalog.nameOf(kind, instance);
      List<Key> keys = recordKeys((Record) instance);
      section(title, text(instance, keys), keys);
    }
  }

  private static String text(Object instance, List<Key> keys) {
    String meaning = SpecListing.meaning(instance.getClass());
    String text = meaning.isEmpty() ? "" : capital(meaning) + ".";
    return keys.isEmpty() ? (text + " It has no options.").strip() : text;
  }

  private void section(String title, String text, List<Key> keys) {
    page.append("\n## ").append(title).append('\n');
    if (!text.isEmpty()) {
      page.append('\n').append(text).append('\n');
    }
    if (keys.isEmpty()) {
      return;
    }
    page.append("\n| key | type | default | meaning |\n|---|---|---|---|\n");
    for (Key key : keys) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key.name(), cell(key.type()), cell(key.standard()), cell(key.meaning())));
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private List<Key> modelKeys() {
    List<Key> keys = new ArrayList<>();
    Set<String> notKeys = Set.of("encoders", "heads", "target_weights");
    Map<String, String> defaults =
        Map.of(
            "strategy",
            "intermediate; unimodal for one modality",
            "modality",
            "none",
            "width",
            String.valueOf(ModelDefaults.WIDTH),
            "projection",
            ModelDefaults.PROJECTION,
            "fusion",
            ModelDefaults.FUSION,
            "early",
            ModelDefaults.ENCODER,
            "modality_dropout",
            String.valueOf(ModelDefaults.MODALITY_DROPOUT));
    for (Option option : Option.of(ModelSpec.class)) {
      if (!notKeys.contains(option.key())) {
        String standard = defaults.getOrDefault(option.key(), "");
        keys.add(new Key(option.key(), TypeNames.of(option.type()), standard, option.meaning()));
      }
    }
    return keys;
  }

  /** The keys of all forms; the defaults of folds are those of their record. */
  private static List<Key> splitKeys() {
    List<Key> folds = recordKeys(new SplitSpec.Folds());
    return StudyKeys.SPLIT.stream()
        .map(
            key ->
                folds.stream()
                    .filter(fold -> fold.name().equals(key.name()))
                    .findFirst()
                    .orElse(key))
        .toList();
  }

  private static List<Key> join(List<Key> first, List<Key> second) {
    List<Key> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static List<Key> recordKeys(Record defaults) {
    return recordKeys(defaults, Set.of(), Set.of());
  }

  /**
   * One key for each option of a record, except {@code hidden}; {@code required} have no default.
   */
  static List<Key> recordKeys(Record defaults, Set<String> hidden, Set<String> required) {
    List<Key> keys = new ArrayList<>();
    for (Option option : Option.of(defaults.getClass())) {
      Object value = option.in(defaults);
      if (option.inlined() && value instanceof Record part) {
        keys.addAll(recordKeys(part));
      } else if (!hidden.contains(option.key())) {
        String standard = required.contains(option.key()) ? "required" : standard(value);
        keys.add(new Key(option.key(), TypeNames.of(option.type()), standard, option.meaning()));
      }
    }
    return keys;
  }

  private static String standard(@Nullable Object value) {
    Object plain = SpecWriter.plain(value);
    if (plain == null || plain.equals("")) {
      return "none";
    }
    if (plain instanceof Map<?, ?> map && map.get("type") != null) {
      return String.valueOf(map.get("type"));
    }
    return value instanceof IdSpec ? "the first column" : String.valueOf(plain);
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
