package org.interfuse.report.chart;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Numbers;
import org.jspecify.annotations.Nullable;

/** Lines over a level axis, with bands, marks, lines of reference, and numbers under the axis. */
public final class LineChart {
  private static final double ROW = 14;

  private final String title;
  private final String caption;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();
  private final List<double[]> references = new ArrayList<>();
  private double level = Double.NaN;
  private @Nullable Counts counts;

  /**
   * An empty chart.
   *
   * @param title what is shown
   * @param caption how to read it
   */
  public LineChart(String title, String caption, Axis x, Axis y) {
    this.title = title;
    this.caption = caption;
    this.x = x;
    this.y = y;
  }

  /** Adds a line. */
  public LineChart add(Series one) {
    series.add(one);
    return this;
  }

  /** Adds a dotted line from one point to another: what no skill would give. */
  public LineChart reference(double x1, double y1, double x2, double y2) {
    references.add(new double[] {x1, y1, x2, y2});
    return this;
  }

  /** Adds a dotted level line. */
  public LineChart level(double value) {
    this.level = value;
    return this;
  }

  /** Puts counts of each line under the axis, as numbers at risk. */
  public LineChart counts(String heading, double[] at, List<String[]> perSeries) {
    this.counts = new Counts(heading, at, perSeries);
    return this;
  }

  /** The figure with its legend and its data. */
  public Figure figure() {
    double below = counts == null ? 0 : ROW * (counts.perSeries.size() + 1) + 4;
    Plot plot = new Plot(x, y, title, description(), 24, below);
    references.forEach(r -> plot.segment(r[0], r[1], r[2], r[3], "reference"));
    plot.level(level, "reference");
    for (int i = series.size() - 1; i >= 0; i--) {
      plot.draw(series.get(i));
    }
    if (counts != null) {
      draw(counts, plot);
    }
    return new Figure(plot.svg(), Legend.of(series), title + ".", caption, table());
  }

  private void draw(Counts numbers, Plot plot) {
    double top = plot.spare() + 6;
    plot.add(Drawing.text(2, top, "tick strong", numbers.heading));
    for (int s = 0; s < numbers.perSeries.size(); s++) {
      double at = top + ROW * (s + 1);
      plot.add(Drawing.line(2, at - 4, 16, at - 4, "line " + series.get(s).style()));
      for (int i = 0; i < numbers.at.length; i++) {
        plot.add(
            Drawing.text(plot.x(numbers.at[i]), at, "middle tick", numbers.perSeries.get(s)[i]));
      }
    }
  }

  private String description() {
    StringBuilder text = new StringBuilder();
    text.append("Line chart of %s over %s.".formatted(y.title(), x.title()));
    for (Series one : series) {
      if (one.look() >= 0 && one.x().length > 0) {
        int last = one.x().length - 1;
        text.append(
            " %s: from %s to %s."
                .formatted(
                    one.name(),
                    Numbers.significant(one.y()[0]),
                    Numbers.significant(one.y()[last])));
      }
    }
    return text.append(" The data stand in the table below.").toString();
  }

  /** At most about twenty rows: enough to draw the lines again by hand. */
  private DataTable table() {
    boolean bands = series.stream().anyMatch(one -> one.lower() != null);
    DataTable table =
        new DataTable(
            title + ": data",
            bands
                ? List.of("line", x.title(), y.title(), "interval")
                : List.of("line", x.title(), y.title()));
    for (Series one : series) {
      int stride = Math.max(1, (one.x().length + 19) / 20);
      for (int i = 0; i < one.x().length; i += stride) {
        table.row(row(one, i, bands));
      }
    }
    return table;
  }

  private static List<String> row(Series one, int i, boolean bands) {
    List<String> cells = new ArrayList<>();
    cells.add(one.name());
    cells.add(Numbers.significant(one.x()[i]));
    cells.add(Numbers.significant(one.y()[i]));
    double[] low = one.lower();
    double[] high = one.upper();
    if (bands) {
      boolean has = low != null && high != null && Double.isFinite(low[i]);
      cells.add(
          has && low != null && high != null
              ? Numbers.significant(low[i]) + " to " + Numbers.significant(high[i])
              : "");
    }
    return cells;
  }

  private record Counts(String heading, double[] at, List<String[]> perSeries) {}
}
