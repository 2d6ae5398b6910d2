package org.interfuse.study;

import java.util.List;
import java.util.Map;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;
import org.interfuse.target.TargetType;
import org.jspecify.annotations.Nullable;

/** Reads one target: {@code {type: survival, time: …, event: {column: …, is: …}}}. */
final class TargetSection {
  /** By type, what a target is where a study says no more than its columns. */
  static final Map<TargetType, TargetSpec> DEFAULTS =
      Map.of(
          TargetType.CLASSIFICATION, new TargetSpec.Classification("", List.of(), 1),
          TargetType.MULTILABEL, new TargetSpec.Multilabel(List.of(), null, 1),
          TargetType.REGRESSION, new TargetSpec.Regression("", 1),
          TargetType.SURVIVAL, new TargetSpec.Survival(List.of(), "", List.of("1"), 1));

  /** The options without which a target of that type cannot be read. */
  static final Map<TargetType, List<String>> REQUIRED =
      Map.of(
          TargetType.CLASSIFICATION, List.of("column"),
          TargetType.MULTILABEL, List.of("columns"),
          TargetType.REGRESSION, List.of("column"),
          TargetType.SURVIVAL, List.of("time", "event"));

  private final SpecReader specs;

  TargetSection(SpecReader specs) {
    this.specs = specs;
  }

  /** The target, or null after a mistake. */
  @Nullable TargetSpec read(Written written) {
    if (!(written instanceof Keys keys)) {
      specs.values().mismatch(written, "keys, for example {type: classification, column: NAME}");
      return null;
    }
    TargetType type = type(keys);
    if (type == null) {
      return null;
    }
    Keys flat = type == TargetType.SURVIVAL ? flatEvent(keys) : keys;
    for (String required : REQUIRED.getOrDefault(type, List.of())) {
      if (SpecReader.get(flat, required) == null) {
        specs.mistakes().add(keys.place().child(required), "is required", "");
      }
    }
    TargetSpec defaults = java.util.Objects.requireNonNull(DEFAULTS.get(type));
    TargetSpec target = specs.record(flat, defaults, Section.also("type"));
    checkWeight(target, keys);
    return target;
  }

  private @Nullable TargetType type(Keys keys) {
    Written type = keys.entries().get("type");
    if (type == null) {
      String choices = String.join(", ", TypeNames.constants(TargetType.class));
      specs.mistakes().add(keys.place().child("type"), "is required", "", "one of " + choices);
      return null;
    }
    return (TargetType) specs.values().read(TargetType.class, type, null).orElse(null);
  }

  /** {@code event: {column: C, is: V}} as {@code event: C} beside {@code is: V}. */
  private Keys flatEvent(Keys keys) {
    if (!(keys.entries().get("event") instanceof Keys event)) {
      return keys;
    }
    specs.rejectUnknown(event, List.of("column", "is"));
    Written column = event.entries().get("column");
    Written is = event.entries().get("is");
    if (column == null) {
      specs.mistakes().add(event.place().child("column"), "is required", "");
    }
    Written name = column == null ? new Scalar("?", Written.Kind.TEXT, event.place()) : column;
    Keys flat = keys.with("event", name);
    return is == null ? flat : flat.with("is", is);
  }

  private void checkWeight(TargetSpec target, Keys keys) {
    if (!(target.weight() > 0)) {
      Written weight = SpecReader.get(keys, "weight");
      specs
          .mistakes()
          .add(
              weight == null ? keys.place() : weight.place(),
              "expected above 0",
              String.valueOf(target.weight()));
    }
  }

  /** The name of a study's only target: its column, or {@code target} where it has several. */
  static String defaultName(TargetSpec target) {
    if (target instanceof TargetSpec.Classification classification) {
      return classification.column();
    }
    return target instanceof TargetSpec.Regression regression ? regression.column() : "target";
  }
}
