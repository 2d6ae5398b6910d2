package org.interfuse.tensor.safetensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import tools.jackson.databind.JsonNode;

/**
 * A part of the JSON in a model file's metadata. Whatever is not there, or of another kind than
 * asked for, is a finding that says where.
 *
 * @param where file, metadata key and path below it
 * @param node the part
 */
public record MetadataTree(String where, JsonNode node) {
  /** The part under a key. */
  public MetadataTree at(String key) {
    JsonNode found = node.isObject() ? node.get(key) : null;
    if (found == null) {
      throw fault("it must hold '" + key + "'", node.isObject() ? "no such key" : kind());
    }
    return new MetadataTree(where + "." + key, found);
  }

  /** Whether there is such a key. */
  public boolean has(String key) {
    return node.isObject() && node.has(key);
  }

  /** The parts of a list. */
  public List<MetadataTree> items() {
    if (!node.isArray()) {
      throw fault("it must be a list", kind());
    }
    List<MetadataTree> items = new ArrayList<>();
    node.forEach(item -> items.add(new MetadataTree(where + "." + items.size(), item)));
    return items;
  }

  /** The parts of an object, by key. */
  public Map<String, MetadataTree> entries() {
    if (!node.isObject()) {
      throw fault("it must hold keys", kind());
    }
    Map<String, MetadataTree> entries = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry ->
                entries.put(
                    entry.getKey(),
                    new MetadataTree(where + "." + entry.getKey(), entry.getValue())));
    return entries;
  }

  /** Text. */
  public String text() {
    if (!node.isString()) {
      throw fault("it must be text", kind());
    }
    return node.asString();
  }

  /** A list of texts. */
  public List<String> texts() {
    return items().stream().map(MetadataTree::text).toList();
  }

  /** What is thrown where a rule is broken here. */
  public FindingsException fault(String rule, String found) {
    return new FindingsException(Finding.of(where, rule, found));
  }

  private String kind() {
    return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }
}
