package org.interfuse.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.model.ModelSpec;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;

/** Names for candidates that give none: what they are, then what they change, in parentheses. */
final class CandidateNames {
  private static final Set<String> NO_OPTIONS =
      Set.of("baseline", "fusion", "strategy", "modality", "name", "with", "varied", "type");

  private CandidateNames() {}

  /** {@code other} of {@code runs/other.csv.gz}. */
  static String file(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** {@code linear (late)}; the prevalence of a survival target is its Kaplan–Meier curve. */
  static String baseline(Keys keys, BaselineSpec baseline, boolean survival) {
    boolean kaplanMeier = survival && baseline.type().equals("prevalence");
    return withOptions(kaplanMeier ? "Kaplan–Meier" : baseline.type(), keys, "baseline");
  }

  /** {@code gated (tied)}, {@code unimodal rna}, {@code gated (width 32)}. */
  static String network(Keys keys, ModelSpec model) {
    return withOptions(model(model), keys, "fusion");
  }

  /** The name of a model by what it does: its fusion operator, or its strategy. */
  static String model(ModelSpec model) {
    return switch (model.strategy()) {
      case INTERMEDIATE -> model.fusion().type();
      case UNIMODAL -> model.strategy().text() + " " + model.modality();
      case EARLY, LATE -> model.strategy().text();
    };
  }

  private static String withOptions(String name, Keys keys, String nested) {
    List<String> options = new ArrayList<>();
    keys.entries().forEach((key, value) -> add(options, key, value));
    if (keys.entries().get(nested) instanceof Keys inner) {
      inner.entries().forEach((key, value) -> add(options, key, value));
    }
    if (keys.entries().get("with") instanceof Keys with) {
      for (Map.Entry<String, Written> entry : with.entries().entrySet()) {
        String last = entry.getKey().substring(entry.getKey().lastIndexOf('.') + 1);
        options.add(words(last) + " " + text(entry.getValue()));
      }
    }
    return options.isEmpty() ? name : name + " (" + String.join(", ", options) + ")";
  }

  private static void add(List<String> options, String key, Written value) {
    if (NO_OPTIONS.contains(key)) {
      return;
    }
    String word = words(key);
    if (value instanceof Scalar scalar) {
      options.add(
          switch (scalar.kind()) {
            case TEXT -> scalar.text();
            case BOOLEAN -> scalar.text().equalsIgnoreCase("true") ? word : "not " + word;
            case WHOLE, NUMBER, NOTHING -> word + " " + text(value);
          });
    } else {
      options.add(word + " " + text(value));
    }
  }

  private static String words(String key) {
    return Option.normalised(key).replace('_', ' ');
  }

  /** {@code width=32, learning_rate=0.01}; as much of each path as tells it from the others. */
  static String variation(Map<String, String> values) {
    List<String> parts = new ArrayList<>();
    values.forEach((path, value) -> parts.add(shortest(path, values.keySet()) + "=" + value));
    return String.join(", ", parts);
  }

  private static String shortest(String path, Set<String> paths) {
    int from = path.lastIndexOf('.') + 1;
    while (from > 0) {
      String end = "." + path.substring(from);
      if (paths.stream().filter(other -> ("." + other).endsWith(end)).count() == 1) {
        break;
      }
      from = path.lastIndexOf('.', from - 2) + 1;
    }
    return path.substring(from);
  }

  /** A value as people read it. */
  static String text(Written value) {
    if (value instanceof Scalar scalar) {
      return scalar.nothing() ? "none" : scalar.text();
    }
    if (value instanceof Items items) {
      return String.join("-", items.items().stream().map(CandidateNames::text).toList());
    }
    return ((Keys) value)
        .entries().values().stream()
            .map(CandidateNames::text)
            .reduce((left, right) -> left + " " + right)
            .orElse("");
  }
}
