package org.interfuse.preprocessing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.Spelling;

/** Finds a fitted preprocessing's columns in other data, by name. */
final class ColumnSearch {
  private ColumnSearch() {}

  /**
   * Where each wanted column stands among {@code found}; all that are missing are named at once.
   */
  static int[] positions(String where, List<String> wanted, List<String> found, String kind) {
    Map<String, Integer> index = new HashMap<>(2 * found.size());
    for (int j = 0; j < found.size(); j++) {
      index.put(found.get(j), j);
    }
    Findings findings = new Findings();
    int[] positions = new int[wanted.size()];
    for (int j = 0; j < positions.length; j++) {
      Integer position = index.get(wanted.get(j));
      if (position == null) {
        findings.error(missing(where, wanted.get(j), found, kind));
      } else {
        positions[j] = position;
      }
    }
    findings.throwIfAny();
    return positions;
  }

  private static Finding missing(String where, String name, List<String> found, String kind) {
    return Finding.of(
        where,
        "the data must have %s '%s'".formatted(kind, name),
        "none of that name",
        Spelling.nearest(name, found)
            .map(near -> List.of("did you mean '" + near + "'?"))
            .orElse(List.of()));
  }
}
