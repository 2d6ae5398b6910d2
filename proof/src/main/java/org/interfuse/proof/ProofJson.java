package org.interfuse.proof;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reports as a tree. A figure that is not finite, as where no case applies, is null. */
public final class ProofJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ProofJson() {}

  /** Seed, verdict counts, and every figure of every part. */
  public static JsonNode of(List<ProofRun.Proved> proved, long seed) {
    ObjectNode root = NODES.objectNode();
    root.put("seed", seed);
    for (ProofReport.Status status : ProofReport.Status.values()) {
      root.put(
          status.text().replace(' ', '_'),
          proved.stream().filter(part -> part.report().status() == status).count());
    }
    ArrayNode parts = root.putArray("parts");
    proved.forEach(part -> parts.add(part(part)));
    return root;
  }

  private static ObjectNode part(ProofRun.Proved proved) {
    ObjectNode node = NODES.objectNode();
    node.put("kind", proved.task().kind().text());
    node.put("name", proved.task().name());
    ObjectNode options = node.putObject("options");
    proved.task().options().forEach(options::put);
    node.put("status", proved.report().status().text());
    node.put("seconds", proved.seconds());
    ArrayNode parameters = node.putArray("parameters");
    for (ParameterCount count : proved.report().parameters()) {
      ObjectNode entry = parameters.addObject();
      entry.put("built", count.built());
      entry.put("declared", count.declared());
      entry.put("found", count.found());
    }
    ObjectNode exempt = node.putObject("exempt");
    proved.report().exemptions().forEach(exempt::put);
    ArrayNode proofs = node.putArray("proofs");
    proved.report().proofs().forEach(proof -> proofs.add(proof(proof)));
    return node;
  }

  private static ObjectNode proof(Proof proof) {
    ObjectNode node = NODES.objectNode();
    node.put("name", proof.name());
    node.put("passed", proof.passed());
    put(node, "figure", proof.figure());
    put(node, proof.floor() ? "above" : "at_most", proof.tolerance());
    node.put("where", proof.detail());
    return node;
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }
}
