package org.interfuse.report.chart;

import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;

/**
 * How many subjects have which modalities together (UpSet, Lex et al. 2014): a column a pattern, a
 * bar for its subjects, dots for its modalities.
 *
 * @param modalities in the study's order
 * @param patterns the most frequent first
 */
public record UpSetChart(List<String> modalities, List<Pattern> patterns) {
  private static final int MOST = 12;
  private static final double BARS = 110;
  private static final double ROW = 20;
  private static final double TOP = 22;

  /** The figure with its data. */
  public Figure figure(String title, String caption) {
    List<Pattern> shown = patterns.subList(0, Math.min(MOST, patterns.size()));
    double left =
        Math.min(130, 10 + 6.7 * modalities.stream().mapToInt(String::length).max().orElse(0));
    double step = Math.min(34, (Drawing.WIDTH - 6 - left) / Math.max(1, shown.size()));
    int most = shown.stream().mapToInt(Pattern::subjects).max().orElse(1);
    double rows = TOP + BARS + 10;
    Element svg = Drawing.of(rows + ROW * modalities.size() + 4, title, description(shown));
    svg.add(Drawing.text(2, 13, "axis-title", "subjects with just these modalities"));
    for (int m = 0; m < modalities.size(); m++) {
      double y = rows + ROW * m;
      if (m % 2 == 0) {
        svg.add(Drawing.rectangle(0, y, left + step * shown.size(), ROW, "stripe"));
      }
      svg.add(Drawing.fitted(left - 6, y + 14, "end row-name", modalities.get(m), left - 4));
    }
    for (int p = 0; p < shown.size(); p++) {
      column(svg, shown.get(p), left + step * (p + 0.5), Math.min(18, step - 4), most, rows);
    }
    svg.add(Drawing.line(left, TOP + BARS, left + step * shown.size(), TOP + BARS, "axis"));
    return new Figure(svg, Markup.NONE, title + ".", caption, table());
  }

  private void column(Element svg, Pattern pattern, double x, double width, int most, double rows) {
    double height = (BARS - 14) * pattern.subjects() / most;
    svg.add(
        Drawing.rectangle(x - width / 2, TOP + BARS - height, width, height, "bar s0"),
        Drawing.text(x, TOP + BARS - height - 4, "middle tick", Numbers.count(pattern.subjects())));
    int first = -1;
    int last = -1;
    for (int m = 0; m < modalities.size(); m++) {
      if (pattern.modalities().contains(modalities.get(m))) {
        first = first < 0 ? m : first;
        last = m;
      }
    }
    if (last > first) {
      svg.add(Drawing.line(x, rows + ROW * (first + 0.5), x, rows + ROW * (last + 0.5), "link"));
    }
    for (int m = 0; m < modalities.size(); m++) {
      boolean has = pattern.modalities().contains(modalities.get(m));
      svg.add(
          Element.of("circle")
              .with("cx", x)
              .with("cy", rows + ROW * (m + 0.5))
              .with("r", has ? 5 : 3)
              .with("class", has ? "dot" : "no-dot"));
    }
  }

  private String names(Pattern pattern) {
    List<String> present = modalities.stream().filter(pattern.modalities()::contains).toList();
    return present.isEmpty() ? "none" : String.join(", ", present);
  }

  private String description(List<Pattern> shown) {
    StringBuilder text = new StringBuilder("UpSet chart.");
    shown.forEach(
        pattern ->
            text.append(
                " %d subjects have just %s.".formatted(pattern.subjects(), names(pattern))));
    return text.toString();
  }

  private DataTable table() {
    DataTable table =
        new DataTable("Subjects by pattern", List.of("just these modalities", "subjects"));
    patterns.forEach(
        pattern -> table.row(List.of(names(pattern), Numbers.count(pattern.subjects()))));
    return table;
  }
}
