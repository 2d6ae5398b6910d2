package org.interfuse.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;

/**
 * Lays {@code with: {dotted.path: value}} over a study's tree. A value keeps its own place, so that
 * a mistake in it is reported where it was written.
 */
final class Overrides {
  private static final String ENCODER = ".encoder";

  private final Mistakes mistakes;
  private final List<String> modalities;
  private final Set<String> targets;

  Overrides(Mistakes mistakes, List<String> modalities, Set<String> targets) {
    this.mistakes = mistakes;
    this.modalities = modalities;
    this.targets = targets;
  }

  Keys apply(Keys tree, Keys with) {
    Keys changed = tree;
    for (var entry : with.entries().entrySet()) {
      if (allowed(entry.getKey(), entry.getValue())) {
        List<String> path = path(entry.getKey());
        changed =
            set(
                path.get(1).equals("heads") ? ownHead(changed, path) : changed,
                path,
                entry.getValue());
      }
    }
    return changed;
  }

  /** What is read from files stays the same for every candidate: only then can they be compared. */
  private boolean allowed(String path, Written value) {
    if (path.startsWith("model.") || path.startsWith("training.")) {
      return true;
    }
    if (path.startsWith("modalities.")) {
      String rest = path.substring("modalities.".length());
      String name = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
      if (!modalities.contains(name)) {
        mistakes.unknownName(value.place(), "a modality", name, modalities);
        return false;
      }
      String below = rest.substring(name.length());
      if (below.equals(ENCODER) || below.startsWith(ENCODER + ".")) {
        return true;
      }
    }
    mistakes.add(
        value.place(),
        "expected a path below model, training or modalities.NAME.encoder",
        "'" + path + "'");
    return false;
  }

  /** The path's keys; names of targets may hold dots. */
  private List<String> path(String dotted) {
    String prefix = "model.heads.";
    Optional<String> target =
        targets.stream()
            .filter(name -> (dotted + ".").startsWith(prefix + name + "."))
            .max(Comparator.comparingInt(String::length));
    if (target.isEmpty()) {
      return List.of(dotted.split("\\.", -1));
    }
    List<String> path = new ArrayList<>(List.of("model", "heads", target.get()));
    String rest = dotted.substring(prefix.length() + target.get().length());
    if (!rest.isEmpty()) {
      path.addAll(List.of(rest.substring(1).split("\\.", -1)));
    }
    return path;
  }

  /** A target's own head starts from the one that is common to all. */
  private static Keys ownHead(Keys tree, List<String> path) {
    if (!(tree.entries().get("model") instanceof Keys model) || path.size() < 3) {
      return tree;
    }
    Written common = model.entries().get("head");
    Written named = model.entries().get("heads");
    Keys heads = named instanceof Keys keys ? keys : Keys.empty(model.place().child("heads"));
    if (common == null || heads.entries().containsKey(path.get(2))) {
      return tree;
    }
    return tree.with("model", model.with("heads", heads.with(path.get(2), common)));
  }

  private Keys set(Keys keys, List<String> path, Written value) {
    String key = spelling(keys, path.get(0));
    if (path.size() == 1) {
      boolean retyped = key.equals("type");
      return retyped ? Keys.empty(keys.place()).with(key, value) : keys.with(key, value);
    }
    Written below = keys.entries().get(key);
    if (below instanceof Items) {
      String found = "a path into a list";
      mistakes.add(value.place(), "expected a list to be replaced as a whole", found);
      return keys;
    }
    return keys.with(key, set(opened(below, value), path.subList(1, path.size()), value));
  }

  /** {@code gated} becomes {@code {type: gated}}, so that options can be laid beside it. */
  private static Keys opened(@org.jspecify.annotations.Nullable Written below, Written value) {
    if (below instanceof Keys keys) {
      return keys;
    }
    Keys empty = Keys.empty(below == null ? value.place() : below.place());
    boolean named = below instanceof Scalar scalar && !scalar.nothing();
    return named && below != null ? empty.with("type", below) : empty;
  }

  /** The key as the tree spells it, with hyphens or underscores. */
  private static String spelling(Keys keys, String key) {
    return keys.entries().keySet().stream()
        .filter(written -> Option.normalised(written).equals(Option.normalised(key)))
        .findFirst()
        .orElse(key);
  }
}
