package org.interfuse.source.wide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.ColumnNames;
import org.interfuse.source.IdSpec;

/** The subjects of a wide matrix: one row each. */
public final class SubjectIds {
  private SubjectIds() {}

  /**
   * The subjects as a study identifies them.
   *
   * @param ids as they stand in the file, in the order of its rows
   * @param shown how messages name the file
   * @throws FindingsException if one is blank, or a subject has several rows
   */
  public static List<String> of(List<String> ids, IdSpec spec, String shown) {
    if (spec.rows()) {
      return IntStream.range(0, ids.size()).mapToObj(Integer::toString).toList();
    }
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = cut(ids.get(i).strip(), spec.keep());
      if (id.isEmpty()) {
        throw new FindingsException(
            Finding.of(shown, "every subject must have an id", "a blank one, row " + (i + 1)));
      }
      rows.computeIfAbsent(id, key -> new ArrayList<>(1)).add(i + 1);
    }
    if (rows.size() < ids.size()) {
      throw repeated(rows, shown);
    }
    return List.copyOf(rows.keySet());
  }

  /** What counts of an id. */
  public static String cut(String id, int keep) {
    return keep > 0 && id.length() > keep ? id.substring(0, keep) : id;
  }

  private static FindingsException repeated(Map<String, List<Integer>> rows, String shown) {
    List<String> names = new ArrayList<>();
    List<String> places = new ArrayList<>();
    rows.forEach(
        (id, own) -> {
          if (own.size() > 1) {
            names.add(id);
            places.add(
                own.stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(" and ", "rows ", "")));
          }
        });
    return new FindingsException(
        Finding.of(
                shown,
                "a subject has one row",
                "%,d with several: %s".formatted(names.size(), ColumnNames.examples(places)))
            .withValue(ColumnNames.examples(names)));
  }
}
