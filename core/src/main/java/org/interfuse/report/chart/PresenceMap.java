package org.interfuse.report.chart;

import java.util.List;
import java.util.Map;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Numbers;

/**
 * Who has what: a row a modality, the subjects from left to right, ordered by pattern. Each pattern
 * is one block as wide as its subjects are many; no subject has a place of its own. Patterns that
 * are too rare are one block together, filled for each modality as far as its subjects have it.
 *
 * @param modalities in the study's order
 * @param patterns the most frequent first
 * @param others subjects of patterns that are too rare to be shown
 * @param othersHave by modality, how many of those have it; a modality of which that must not be
 *     told is not there
 */
public record PresenceMap(
    List<String> modalities, List<Pattern> patterns, int others, Map<String, Integer> othersHave) {
  private static final double ROW = 22;
  private static final double TOP = 6;

  /** The figure with its data. */
  public Figure figure(String title, String caption) {
    double left = Math.min(130, 10 + 6.7 * longest());
    double bottom = TOP + ROW * modalities.size();
    double total = patterns.stream().mapToInt(Pattern::subjects).sum() + others;
    double unit = (Drawing.WIDTH - 14 - left) / Math.max(1, total);
    Element svg = Drawing.of(bottom + 40, title, description());
    for (int m = 0; m < modalities.size(); m++) {
      svg.add(
          Drawing.fitted(
              left - 6, TOP + ROW * m + 15, "end row-name", modalities.get(m), left - 4));
    }
    double from = left;
    for (Pattern pattern : patterns) {
      double width = unit * pattern.subjects();
      for (int m = 0; m < modalities.size(); m++) {
        boolean has = pattern.modalities().contains(modalities.get(m));
        svg.add(cell(from, m, width, has ? "cell present" : "cell absent"));
      }
      from += width;
    }
    if (others > 0) {
      for (int m = 0; m < modalities.size(); m++) {
        svg.add(cell(from, m, unit * others, "cell unknown"));
        int have = othersHave.getOrDefault(modalities.get(m), 0);
        if (have > 0) {
          svg.add(cell(from, m, unit * have, "cell some"));
        }
      }
    }
    axis(svg, left, unit, total, bottom);
    return new Figure(svg, legend(), title + ".", caption, table());
  }

  private static Element cell(double from, int row, double width, String style) {
    return Drawing.rectangle(from, TOP + ROW * row + 1, width, ROW - 2, style);
  }

  private static void axis(Element svg, double left, double unit, double total, double bottom) {
    Ticks ticks = Ticks.within(0, total, 6);
    for (int i = 0; i < ticks.values().length; i++) {
      double at = left + unit * ticks.values()[i];
      svg.add(
          Drawing.line(at, bottom, at, bottom + 4, "axis"),
          Drawing.text(at, bottom + 16, "middle tick", ticks.label(i)));
    }
    svg.add(
        Drawing.text(
            (left + Drawing.WIDTH - 14) / 2,
            bottom + 33,
            "middle axis-title",
            "subjects, by pattern"));
  }

  private Element legend() {
    Element list = Element.of("ul").with("class", "legend");
    list.add(entry("cell present", "has it"), entry("cell absent", "lacks it"));
    if (others > 0) {
      list.add(
          entry("cell some", "rare patterns together: as many have it"),
          entry("cell unknown", "the rest of them"));
    }
    return list;
  }

  private static Element entry(String style, String text) {
    return Element.of("li")
        .add(
            Element.of("svg")
                .with("viewBox", "0 0 30 12")
                .with("class", "swatch")
                .with("aria-hidden", "true")
                .add(Drawing.rectangle(6, 1, 18, 10, style)))
        .text(text);
  }

  private int longest() {
    return modalities.stream().mapToInt(String::length).max().orElse(0);
  }

  private String description() {
    StringBuilder text = new StringBuilder("Presence of modalities by pattern.");
    patterns.forEach(
        pattern ->
            text.append(" %d subjects have %s.".formatted(pattern.subjects(), names(pattern))));
    if (others > 0) {
      text.append(" %d subjects have patterns that are rare.".formatted(others));
    }
    return text.toString();
  }

  private String names(Pattern pattern) {
    List<String> present = modalities.stream().filter(pattern.modalities()::contains).toList();
    return present.isEmpty() ? "none" : String.join(", ", present);
  }

  private DataTable table() {
    DataTable table = new DataTable("Patterns of presence", List.of("modalities", "subjects"));
    patterns.forEach(
        pattern -> table.row(List.of(names(pattern), Numbers.count(pattern.subjects()))));
    if (others > 0) {
      table.row(List.of("rare patterns together", Numbers.count(others)));
      for (String modality : modalities) {
        if (othersHave.containsKey(modality)) {
          table.row(
              List.of(
                  "of these, with " + modality,
                  Numbers.count(othersHave.getOrDefault(modality, 0))));
        }
      }
    }
    return table;
  }
}
