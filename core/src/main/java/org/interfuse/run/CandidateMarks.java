package org.interfuse.run;

import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.PredictionsCandidate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a candidate is, beside its figures in {@code comparison.json}. */
final class CandidateMarks {
  private CandidateMarks() {}

  /**
   * {@code predictions}, the file of a candidate made elsewhere; {@code varied}, which variation of
   * the primary candidate it is, values by path.
   */
  static void put(ObjectNode comparison, ComparisonSpec spec) {
    for (JsonNode node : comparison.path("candidates")) {
      CandidateSpec candidate = spec.candidate(node.path("name").asString());
      if (node instanceof ObjectNode entry) {
        put(entry, candidate);
      }
    }
  }

  private static void put(ObjectNode entry, CandidateSpec candidate) {
    if (candidate instanceof PredictionsCandidate elsewhere) {
      entry.put("predictions", elsewhere.path());
    }
    if (candidate instanceof NetworkCandidate network && !network.varied().isEmpty()) {
      ObjectNode varied = entry.putObject("varied");
      network.varied().forEach(varied::put);
    }
  }
}
