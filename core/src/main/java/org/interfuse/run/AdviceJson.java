package org.interfuse.run;

import java.util.List;
import org.interfuse.advice.Advice;
import org.interfuse.advice.Approach;
import org.interfuse.advice.Contender;
import org.interfuse.advice.Evidence;
import org.interfuse.advice.Standing;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The part {@code advice} of {@code comparison.json}. */
final class AdviceJson {
  private AdviceJson() {}

  static void put(ObjectNode root, Advice advice) {
    ObjectNode node = root.putObject("advice");
    node.put("target", advice.target());
    Contender recommended = advice.recommended();
    Contender best = advice.best();
    if (best == null) {
      node.putNull("highest");
    } else {
      node.put("highest", best.name());
    }
    if (recommended == null) {
      node.putNull("recommended");
    } else {
      node.put("recommended", recommended.name());
      node.put("approach", recommended.approach().text());
    }
    texts(node, "sentences", advice.sentences());
    texts(node, "level_with_the_best", advice.level().stream().map(Contender::name).toList());
    ArrayNode standings = node.putArray("standings");
    advice.standings().forEach(one -> standings.add(of(one)));
    texts(node, "excluded", advice.excluded());
    texts(node, "not_considered", advice.notConsidered());
    texts(node, "changes", advice.changes());
    ArrayNode evidence = node.putArray("evidence");
    advice.evidence().forEach(one -> evidence.add(of(one)));
  }

  /** Without the time that a prediction takes, which differs between two runs of one study. */
  private static ObjectNode of(Standing standing) {
    ObjectNode node = Json.object();
    node.put("candidate", standing.contender().name());
    node.put("approach", standing.contender().approach().text());
    node.put("rules_for", standing.votesFor());
    node.put("rules_against", standing.votesAgainst());
    Json.put(node, "memory_mb", standing.contender().megabytes());
    return node;
  }

  private static ObjectNode of(Evidence evidence) {
    ObjectNode node = Json.object();
    node.put("rule", evidence.rule());
    node.put("measure", evidence.measure().text());
    Json.put(node, "value", evidence.value());
    node.put("measured", evidence.measured());
    node.put("holds", evidence.holds());
    node.put("says", evidence.says());
    texts(node, "favours", evidence.favours().stream().map(Approach::text).toList());
    texts(node, "against", evidence.against().stream().map(Approach::text).toList());
    node.put("source", evidence.source());
    return node;
  }

  private static void texts(ObjectNode node, String key, List<String> texts) {
    ArrayNode array = node.putArray(key);
    texts.forEach(array::add);
  }
}
