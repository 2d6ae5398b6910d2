package org.interfuse.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes a plain tree as YAML for people: what fits a line stands in one line. */
final class YamlText {
  private static final int LINE = 88;
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setSplitLines(false)
          .setWidth(100_000)
          .setMaxSimpleKeyLength(1_000)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .build();

  private YamlText() {}

  static String of(Map<String, @Nullable Object> tree) {
    Text text = new Text();
    new Dump(SETTINGS).dumpNode(node(tree, 0), text);
    return text.toString();
  }

  private static Node node(@Nullable Object plain, int depth) {
    if (plain instanceof Map<?, ?> map) {
      List<NodeTuple> tuples = new ArrayList<>();
      map.forEach((key, value) -> tuples.add(new NodeTuple(scalar(key), node(value, depth + 1))));
      return new MappingNode(Tag.MAP, tuples, flow(plain, depth));
    }
    if (plain instanceof List<?> list) {
      List<Node> items = new ArrayList<>();
      list.forEach(item -> items.add(node(item, depth + 1)));
      return new SequenceNode(Tag.SEQ, items, flow(plain, depth));
    }
    return scalar(plain);
  }

  private static FlowStyle flow(Object collection, int depth) {
    boolean fits = 2 * depth + String.valueOf(collection).length() <= LINE;
    return depth > 0 && fits ? FlowStyle.FLOW : FlowStyle.BLOCK;
  }

  /** Quoted where plain text would be read as something else. */
  private static ScalarNode scalar(@Nullable Object plain) {
    if (plain == null) {
      return new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN);
    }
    String text = plain.toString();
    if (plain instanceof Boolean) {
      return new ScalarNode(Tag.BOOL, text, ScalarStyle.PLAIN);
    }
    if (plain instanceof Integer || plain instanceof Long) {
      return new ScalarNode(Tag.INT, text, ScalarStyle.PLAIN);
    }
    if (plain instanceof Number) {
      return new ScalarNode(Tag.FLOAT, text, ScalarStyle.PLAIN);
    }
    boolean plainText = Scalars.kind(text) == Written.Kind.TEXT;
    return new ScalarNode(Tag.STR, text, plainText ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
  }

  private static final class Text implements StreamDataWriter {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(String part) {
      text.append(part);
    }

    @Override
    public void write(String part, int offset, int length) {
      text.append(part, offset, offset + length);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
