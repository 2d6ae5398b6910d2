package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.comparison.Refits;
import org.interfuse.comparison.ReportSpec;
import org.interfuse.comparison.SearchRange;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.report.CardSpec;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.SpecCatalog.Kind;
import org.interfuse.target.TargetType;
import org.interfuse.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The JSON Schema (draft 2020-12) of a study, for editors: keys, types, choices, defaults and
 * meanings. It knows less than the reader, which also checks ranges and what fits together.
 */
public final class StudySchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Map<String, @Nullable Object> RATE =
      SchemaTypes.orNull(SchemaTypes.map("type", "number"));

  private final SpecCatalog catalog;
  private final SchemaTypes types;

  private StudySchema(SpecCatalog catalog) {
    this.catalog = catalog;
    this.types = new SchemaTypes();
  }

  /** The schema, with everything in {@code catalog} that a study may name. */
  public static JsonNode of(SpecCatalog catalog) {
    return PlainTree.json(new StudySchema(catalog).study());
  }

  private Map<String, @Nullable Object> study() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("interfuse", Map.of("const", Study.VERSION));
    properties.put("study", SchemaTypes.TEXT);
    properties.put("strict", Map.of("type", "boolean"));
    properties.put("cohort", cohort());
    properties.put("modalities", named(SchemaTypes.orNull(reference("modality"))));
    properties.put("model", model());
    properties.put("training", types.record(new TrainingSpec()));
    properties.put("split", split());
    properties.put("comparison", comparison());
    properties.put("deployment", deployment());
    properties.put("report", types.record(new ReportSpec()));
    properties.put("card", types.record(new CardSpec()));
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DIALECT);
    schema.put("title", "Interfuse study");
    schema.putAll(described(properties, StudyKeys.STUDY));
    schema.put("required", List.of("interfuse", "cohort", "modalities"));
    schema.put("$defs", definitions());
    return schema;
  }

  private Map<String, @Nullable Object> definitions() {
    Map<String, @Nullable Object> definitions = new LinkedHashMap<>();
    definitions.put("modality", modality());
    definitions.put("target", target());
    definitions.put("candidate", candidate());
    for (Kind<?> kind : SpecCatalog.KINDS) {
      if (kind != SpecCatalog.SOURCE && kind != SpecCatalog.METRIC) {
        definitions.put(kind.word(), open(kind));
      }
    }
    return definitions;
  }

  private Map<String, @Nullable Object> cohort() {
    Map<String, @Nullable Object> properties =
        types.properties(CohortSection.DEFAULTS, Set.of("targets"));
    properties.put("target", reference("target"));
    properties.put("targets", named(reference("target")));
    Map<String, @Nullable Object> schema = SchemaTypes.closed(properties);
    schema.put("required", List.of("table"));
    schema.put("oneOf", List.of(required("target"), required("targets")));
    return schema;
  }

  private Map<String, @Nullable Object> target() {
    List<@Nullable Object> choices = new ArrayList<>();
    for (TargetType type : TargetType.values()) {
      TargetSpec defaults = java.util.Objects.requireNonNull(TargetSection.DEFAULTS.get(type));
      Map<String, @Nullable Object> properties = new LinkedHashMap<>();
      properties.put("type", Map.of("const", TypeNames.constant(type)));
      properties.putAll(types.properties((Record) defaults, Set.of()));
      if (type == TargetType.SURVIVAL) {
        properties.put("event", event(properties.get("is")));
      }
      List<String> required = new ArrayList<>(List.of("type"));
      required.addAll(TargetSection.REQUIRED.getOrDefault(type, List.of()));
      Map<String, @Nullable Object> choice = SchemaTypes.closed(properties);
      choice.put("required", required);
      choices.add(choice);
    }
    return SchemaTypes.map("oneOf", choices);
  }

  private static Map<String, @Nullable Object> event(@Nullable Object is) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("column", SchemaTypes.TEXT);
    properties.put("is", is);
    Map<String, @Nullable Object> both = SchemaTypes.closed(properties);
    both.put("required", List.of("column"));
    return SchemaTypes.map("anyOf", List.of(SchemaTypes.TEXT, both));
  }

  /** One choice for each source: its keys stand beside the modality's own. */
  private Map<String, @Nullable Object> modality() {
    List<@Nullable Object> choices = new ArrayList<>();
    for (Object source : catalog.all(SpecCatalog.SOURCE)) {
      String name = SpecCatalog.nameOf(SpecCatalog.SOURCE, source);
      Map<String, @Nullable Object> properties = new LinkedHashMap<>();
      properties.put("source", Map.of("const", name));
      properties.putAll(types.properties((Record) source, Set.of()));
      properties.put("preprocessing", reference("preprocessing"));
      properties.put("encoder", reference("encoder"));
      Map<String, @Nullable Object> choice = described(properties, StudyKeys.MODALITY);
      if (!name.equals(ModalityReader.DEFAULT_SOURCE)) {
        choice.put("required", List.of("source"));
      }
      choices.add(choice);
    }
    return SchemaTypes.map("oneOf", choices);
  }

  private Map<String, @Nullable Object> model() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    Set<String> notKeys = Set.of("encoders", "heads", "target_weights", "fusion", "early");
    for (Option option : Option.of(ModelSpec.class)) {
      if (!notKeys.contains(option.key())) {
        properties.putAll(types.property(option, null));
      }
    }
    properties.put("projection", Map.of("enum", List.of("linear", "none")));
    properties.put("fusion", reference("fusion"));
    properties.put("early", reference("encoder"));
    properties.put("head", reference("head"));
    properties.put("heads", named(reference("head")));
    return described(properties, StudyKeys.MODEL);
  }

  /** A name alone, or {@code type} with the options of that type; without type, the default's. */
  private Map<String, @Nullable Object> open(Kind<?> kind) {
    List<@Nullable Object> choices = new ArrayList<>();
    choices.add(Map.of("enum", catalog.names(kind)));
    for (Object instance : catalog.all(kind)) {
      Map<String, @Nullable Object> properties = new LinkedHashMap<>();
      properties.put("type", Map.of("const", SpecCatalog.nameOf(kind, instance)));
      if (kind == SpecCatalog.ENCODER) {
        properties.put("weights", Map.of("const", EncoderReader.SCRATCH));
        properties.put("learning_rate", RATE);
        properties.put("learning-rate", RATE);
      }
      properties.putAll(types.properties((Record) instance, Set.of()));
      choices.add(
          kind == SpecCatalog.ENCODER
              ? described(properties, StudyKeys.ENCODER)
              : SchemaTypes.closed(properties));
    }
    if (kind == SpecCatalog.ENCODER) {
      choices.add(transfer());
    }
    return SchemaTypes.map("anyOf", choices);
  }

  /** Open, for a study with every default written out has the encoder's own options, too. */
  private static Map<String, @Nullable Object> transfer() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put(TransferReader.FROM, SchemaTypes.TEXT);
    properties.put(TransferReader.MODALITY, SchemaTypes.TEXT);
    properties.put(TransferReader.WEIGHTS, SchemaTypes.map("enum", TransferReader.CHOICES));
    properties.put(EncoderReader.LEARNING_RATE, RATE);
    properties.put(TransferReader.SHA256, SchemaTypes.TEXT);
    Map<String, @Nullable Object> form = described(properties, StudyKeys.TRANSFER);
    form.remove("additionalProperties");
    form.put("required", List.of(TransferReader.FROM));
    return form;
  }

  private static Map<String, @Nullable Object> split() {
    Map<String, @Nullable Object> whole = SchemaTypes.map("type", "integer");
    List<@Nullable Object> forms = new ArrayList<>();
    Map<String, @Nullable Object> folds = new LinkedHashMap<>();
    folds.put("folds", whole);
    folds.put("repeats", whole);
    folds.put("group", SchemaTypes.orNull(SchemaTypes.TEXT));
    forms.add(described(folds, StudyKeys.SPLIT));
    for (List<String> form :
        List.of(
            List.of("column"),
            List.of("train", "test"),
            List.of("leave_out"),
            List.of("before", "column"))) {
      forms.add(form.contains("leave_out") ? texts(form) : grouped(texts(form)));
    }
    Map<String, @Nullable Object> files = new LinkedHashMap<>();
    files.put(
        "files",
        SchemaTypes.map("anyOf", List.of(SchemaTypes.TEXT, texts(List.of("train", "test")))));
    Map<String, @Nullable Object> filesForm = described(files, StudyKeys.SPLIT);
    filesForm.put("required", List.of("files"));
    forms.add(grouped(filesForm));
    return SchemaTypes.map("oneOf", forms);
  }

  /** The form with {@code group} beside its keys. */
  private static Map<String, @Nullable Object> grouped(Map<String, @Nullable Object> form) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    if (form.get("properties") instanceof Map<?, ?> own) {
      own.forEach((key, value) -> properties.put(String.valueOf(key), value));
    }
    properties.put("group", SchemaTypes.orNull(SchemaTypes.TEXT));
    Map<String, @Nullable Object> grouped = new LinkedHashMap<>(form);
    grouped.put("properties", properties);
    return grouped;
  }

  private static Map<String, @Nullable Object> texts(List<String> keys) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    keys.forEach(key -> properties.put(key, SchemaTypes.TEXT));
    Map<String, @Nullable Object> schema = SchemaTypes.closed(properties);
    if (keys.equals(List.of("leave_out"))) {
      Map<String, @Nullable Object> hyphened =
          SchemaTypes.closed(Map.of("leave-out", SchemaTypes.TEXT));
      hyphened.put("required", List.of("leave-out"));
      schema.put("required", keys);
      return SchemaTypes.map("oneOf", List.of(schema, hyphened));
    }
    schema.put("required", keys);
    return schema;
  }

  private Map<String, @Nullable Object> comparison() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("primary", SchemaTypes.TEXT);
    properties.put("margin", Map.of("type", "number", "minimum", 0));
    Map<String, @Nullable Object> defaulted = SchemaTypes.map("type", "array");
    defaulted.put("items", Map.of("enum", List.of(StudyKeys.PRIMARY, StudyKeys.MARGIN)));
    properties.put("defaulted", defaulted);
    properties.put("seeds", Map.of("type", "integer", "minimum", 1));
    Map<String, @Nullable Object> candidates = new LinkedHashMap<>();
    candidates.put("type", "array");
    candidates.put("minItems", 1);
    candidates.put("items", reference("candidate"));
    properties.put("candidates", candidates);
    Map<String, @Nullable Object> names = SchemaTypes.map("type", "array");
    names.put("items", SchemaTypes.TEXT);
    properties.put("examine", SchemaTypes.map("anyOf", List.of(names, SchemaTypes.TEXT)));
    properties.put("value", Map.of("enum", TypeNames.constants(Refits.class)));
    properties.put("vary", Map.of("type", "object"));
    properties.put("tuning", tuning());
    return described(properties, StudyKeys.COMPARISON);
  }

  private static Map<String, @Nullable Object> tuning() {
    Map<String, @Nullable Object> between = new LinkedHashMap<>();
    between.put("from", Map.of("type", "number"));
    between.put("to", Map.of("type", "number"));
    between.put("scale", Map.of("enum", TypeNames.constants(SearchRange.Scale.class)));
    Map<String, @Nullable Object> range = SchemaTypes.closed(between);
    range.put("required", List.of("from", "to"));
    Map<String, @Nullable Object> values = SchemaTypes.map("type", "array");
    values.put("minItems", 1);
    Map<String, @Nullable Object> options = SchemaTypes.map("type", "object");
    options.put("additionalProperties", SchemaTypes.map("anyOf", List.of(range, values)));
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("trials", Map.of("type", "integer", "minimum", 1));
    properties.put("options", options);
    return described(properties, StudyKeys.TUNING);
  }

  private static Map<String, @Nullable Object> deployment() {
    Map<String, @Nullable Object> available = SchemaTypes.map("type", "object");
    available.put("additionalProperties", Map.of("type", "number", "minimum", 0));
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("available", available);
    properties.put("owners", Map.of("type", "object", "additionalProperties", SchemaTypes.TEXT));
    properties.put("latency_ms", RATE);
    properties.put("latency-ms", RATE);
    properties.put("memory_mb", RATE);
    properties.put("memory-mb", RATE);
    return described(properties, StudyKeys.DEPLOYMENT);
  }

  /** Options of an operator or baseline may stand beside its name, so those forms stay open. */
  private Map<String, @Nullable Object> candidate() {
    List<@Nullable Object> forms = new ArrayList<>();
    for (String kind : List.of("baseline", "fusion")) {
      forms.add(optionForm(kind));
    }
    Map<String, @Nullable Object> strategy = common();
    strategy.put("strategy", Map.of("enum", List.of("early", "intermediate", "late", "unimodal")));
    strategy.put("modality", SchemaTypes.TEXT);
    strategy.put("combiner", Map.of("enum", TypeNames.constants(Combiner.class)));
    forms.add(described(strategy, StudyKeys.CANDIDATE));
    forms.add(predictions());
    return SchemaTypes.map("oneOf", forms);
  }

  private static Map<String, @Nullable Object> predictions() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("name", SchemaTypes.TEXT);
    properties.put("predictions", SchemaTypes.TEXT);
    properties.put("role", SchemaTypes.map("enum", List.of("baseline")));
    properties.put("modality", SchemaTypes.TEXT);
    Map<String, @Nullable Object> form = described(properties, StudyKeys.CANDIDATE);
    form.put("required", List.of("predictions"));
    return form;
  }

  private static Map<String, @Nullable Object> optionForm(String kind) {
    Map<String, @Nullable Object> properties = common();
    properties.put(kind, reference(kind));
    properties.put("strategy", false);
    Map<String, @Nullable Object> form = described(properties, StudyKeys.CANDIDATE);
    form.remove("additionalProperties");
    form.put("required", List.of(kind));
    return form;
  }

  private static Map<String, @Nullable Object> common() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("name", SchemaTypes.TEXT);
    properties.put("with", Map.of("type", "object"));
    properties.put("varied", Map.of("type", "object"));
    return properties;
  }

  /** An object of those properties alone, with the meanings of keys that are read by hand. */
  private static Map<String, @Nullable Object> described(
      Map<String, @Nullable Object> properties, List<StudyKeys.Key> keys) {
    Map<String, @Nullable Object> described = new LinkedHashMap<>(properties);
    for (StudyKeys.Key key : keys) {
      if (properties.get(key.name()) instanceof Map<?, ?> plain) {
        Map<String, @Nullable Object> property = new LinkedHashMap<>();
        plain.forEach((name, value) -> property.put(String.valueOf(name), value));
        property.putIfAbsent("description", key.meaning());
        described.put(key.name(), property);
      }
    }
    return SchemaTypes.closed(described);
  }

  private static Map<String, @Nullable Object> reference(String definition) {
    return SchemaTypes.map("$ref", "#/$defs/" + definition);
  }

  private static Map<String, @Nullable Object> named(Map<String, @Nullable Object> value) {
    Map<String, @Nullable Object> schema = SchemaTypes.map("type", "object");
    schema.put("minProperties", 1);
    schema.put("additionalProperties", value);
    return schema;
  }

  private static Map<String, @Nullable Object> required(String key) {
    return SchemaTypes.map("required", List.of(key));
  }
}
