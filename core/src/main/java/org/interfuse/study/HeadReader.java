package org.interfuse.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.head.HeadSpec;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.target.TargetType;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code head} (for every target) and {@code heads} (by target), over each type's default.
 */
final class HeadReader {
  private final SpecReader specs;
  private final Map<String, TargetSpec> targets;

  HeadReader(SpecReader specs, Map<String, TargetSpec> targets) {
    this.specs = specs;
    this.targets = targets;
  }

  /** The heads by target, without those that could not be read. */
  Map<String, HeadSpec> read(Keys model) {
    Written common = model.entries().get("head");
    Keys named = StudyReader.part(specs, model, "heads", false);
    named
        .entries()
        .forEach(
            (name, written) -> {
              if (!targets.containsKey(name)) {
                specs.mistakes().unknownName(written.place(), "a target", name, targets.keySet());
              }
            });
    Map<String, HeadSpec> heads = new LinkedHashMap<>();
    targets.forEach(
        (name, target) -> {
          Written own = named.entries().get(name);
          HeadSpec head = head(own == null ? common : own, target.type(), model);
          if (head != null) {
            heads.put(name, head);
          }
        });
    return Collections.unmodifiableMap(heads);
  }

  private @Nullable HeadSpec head(@Nullable Written written, TargetType type, Keys model) {
    HeadSpec fallback =
        specs.catalog().all(SpecCatalog.HEAD).stream()
            .filter(head -> head.isDefaultFor(type))
            .findFirst()
            .orElse(null);
    if (written == null) {
      if (fallback == null) {
        String rule = "expected a head that predicts " + type.text();
        specs.mistakes().add(model.place().child("head"), rule, "none is known");
      }
      return fallback;
    }
    HeadSpec head = specs.open(SpecCatalog.HEAD, written, fallback, Section.PLAIN);
    if (head != null && !head.predicts(type)) {
      specs
          .mistakes()
          .add(
              written.place(),
              "expected a head that predicts " + type.text(),
              head.type(),
              "known: " + String.join(", ", predicting(type)));
    }
    return head;
  }

  private List<String> predicting(TargetType type) {
    return specs.catalog().all(SpecCatalog.HEAD).stream()
        .filter(head -> head.predicts(type))
        .map(HeadSpec::type)
        .toList();
  }
}
