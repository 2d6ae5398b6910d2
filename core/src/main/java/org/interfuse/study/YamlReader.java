package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Kind;
import org.interfuse.study.Written.Place;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML 1.2 (of which JSON is a part) into values that know their line and option path. */
final class YamlReader {
  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 100_000; // aliases of aliases grow exponentially

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setMaxAliasesForCollections(MOST_VALUES).build();

  private final Mistakes mistakes;
  private int values;

  private YamlReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The text's keys; no keys, and a mistake, where it has none or cannot be read. */
  static Keys read(String text, Mistakes mistakes) {
    Place start = new Place(1, "");
    try {
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      Written written =
          root.isEmpty()
              ? new Scalar("", Kind.NOTHING, start)
              : new YamlReader(mistakes).written(root.get(), "", 0);
      if (written instanceof Keys keys) {
        return keys;
      }
      mistakes.add(start, "expected keys, the first being interfuse: 1", written.describe());
    } catch (MarkedYamlEngineException exception) {
      SyntaxMistake.add(exception, mistakes);
    } catch (YamlEngineException exception) {
      mistakes.add(start, "expected YAML text", "characters that no text file has");
    }
    return Keys.empty(start);
  }

  private Written written(Node node, String path, int depth) {
    Place place = new Place(line(node), path);
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      if (depth > DEEPEST || values == MOST_VALUES + 1) {
        mistakes.add(
            place,
            "expected at most %d levels and %d values".formatted(DEEPEST, MOST_VALUES),
            "more");
      }
      return new Scalar("", Kind.NOTHING, place);
    }
    if (node instanceof MappingNode mapping) {
      return keys(mapping, place, depth);
    }
    if (node instanceof SequenceNode sequence) {
      return items(sequence, place, depth);
    }
    ScalarNode scalar = (ScalarNode) node;
    Kind kind = scalar.isPlain() ? Scalars.kind(scalar.getValue()) : Kind.TEXT;
    return new Scalar(scalar.getValue(), kind, place);
  }

  private Items items(SequenceNode sequence, Place place, int depth) {
    List<Written> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(written(item, place.path() + "[" + items.size() + "]", depth + 1));
    }
    return new Items(items, place);
  }

  private Keys keys(MappingNode mapping, Place place, int depth) {
    Map<String, Written> entries = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = key(tuple.getKeyNode(), place);
      if (key == null) {
        continue;
      }
      Place at = new Place(line(tuple.getKeyNode()), place.child(key).path());
      Integer first = lines.putIfAbsent(key, at.line());
      if (first != null) {
        mistakes.add(at, "expected each key once", "'" + key + "' again", "first in line " + first);
        continue;
      }
      Written value = written(tuple.getValueNode(), at.path(), depth + 1);
      entries.put(key, atLine(value, at));
    }
    return new Keys(entries, place);
  }

  /** The value at the line of its key: that is where people look for it. */
  private static Written atLine(Written value, Place at) {
    if (value instanceof Scalar scalar) {
      return new Scalar(scalar.text(), scalar.kind(), at);
    }
    if (value instanceof Items items) {
      return new Items(items.items(), at);
    }
    return new Keys(((Keys) value).entries(), at);
  }

  private @Nullable String key(Node node, Place place) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    mistakes.add(new Place(line(node), place.path()), "expected a text as key", "a list or keys");
    return null;
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
