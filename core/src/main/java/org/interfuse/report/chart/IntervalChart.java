package org.interfuse.report.chart;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;

/**
 * A forest plot: a row each with a mark and its interval, the name and the figures above it so that
 * long names have room on a narrow page. A margin around zero can be shaded; rows can be bars from
 * zero.
 */
public final class IntervalChart {
  private static final double ROW = 36;
  private static final double TOP = 8;
  private static final double SIDE = 14;

  private final String title;
  private final String caption;
  private final String measure;
  private final List<Row> rows = new ArrayList<>();
  private boolean bars;
  private boolean differences;
  private double margin = Double.NaN;
  private double reference = Double.NaN;
  private double[] included = {};

  /**
   * An empty chart.
   *
   * @param measure what is on the level axis
   */
  public IntervalChart(String title, String caption, String measure) {
    this.title = title;
    this.caption = caption;
    this.measure = measure;
  }

  /**
   * One row.
   *
   * @param name what is measured
   * @param note said behind the figures in the table; may be empty
   * @param value NaN where undefined
   * @param lower NaN where there is no interval
   * @param upper NaN where there is no interval
   * @param look the style, from 0
   */
  public record Row(String name, String note, double value, double lower, double upper, int look) {}

  /** Adds a row. */
  public IntervalChart add(Row row) {
    rows.add(row);
    return this;
  }

  /** Draws a bar from zero to each value. */
  public IntervalChart bars() {
    bars = true;
    reference = 0;
    return this;
  }

  /** Draws a line at zero, and shades what is nearer to it than the margin. */
  public IntervalChart differences(double margin) {
    this.margin = margin;
    this.differences = true;
    this.reference = 0;
    return this;
  }

  /** Draws a dotted line at a value. */
  public IntervalChart reference(double value) {
    this.reference = value;
    return this;
  }

  /** Lets the axis reach to these values, so that several charts can share a scale. */
  public IntervalChart including(double... values) {
    included = values.clone();
    return this;
  }

  /** Whether there are no rows. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The figure with its data. */
  public Figure figure() {
    double bottom = TOP + ROW * rows.size();
    Element svg = Drawing.of(bottom + 40, title, description());
    Axis axis = axis();
    if (margin > 0) {
      svg.add(
          Drawing.rectangle(
              x(axis, -margin), TOP, x(axis, margin) - x(axis, -margin), bottom - TOP, "margin"));
    }
    axis(svg, axis, bottom);
    for (int i = 0; i < rows.size(); i++) {
      draw(svg, axis, rows.get(i), TOP + ROW * i);
    }
    return new Figure(svg, Markup.NONE, title + ".", caption, table());
  }

  private void axis(Element svg, Axis axis, double bottom) {
    Ticks ticks = axis.ticks(6);
    for (int i = 0; i < ticks.values().length; i++) {
      double at = x(axis, ticks.values()[i]);
      svg.add(
          Drawing.line(at, TOP, at, bottom, "grid"),
          Drawing.text(at, bottom + 15, "middle tick", ticks.label(i)));
    }
    if (margin > 0) {
      svg.add(
          Drawing.line(x(axis, -margin), TOP, x(axis, -margin), bottom, "margin-line"),
          Drawing.line(x(axis, margin), TOP, x(axis, margin), bottom, "margin-line"));
    }
    if (Double.isFinite(reference) && axis.low() <= reference && reference <= axis.high()) {
      svg.add(Drawing.line(x(axis, reference), TOP, x(axis, reference), bottom, "zero"));
    }
    svg.add(Drawing.line(SIDE, bottom, Drawing.WIDTH - SIDE, bottom, "axis"));
    svg.add(Drawing.text(Drawing.WIDTH / 2, bottom + 32, "middle axis-title", measure));
  }

  private void draw(Element svg, Axis axis, Row row, double top) {
    String style = "s" + row.look % Series.LOOKS;
    String text = text(row);
    double room = Drawing.WIDTH - 5.8 * text.length() - 12;
    svg.add(
        Drawing.rectangle(0, top - 1, Drawing.WIDTH, 17, "blank"),
        Drawing.fitted(0, top + 12, "row-name", row.name, room),
        Drawing.text(Drawing.WIDTH, top + 12, "end row-value", text));
    double middle = top + 23;
    if (!Double.isFinite(row.value)) {
      return;
    }
    if (bars) {
      double from = Math.min(x(axis, 0), x(axis, row.value));
      double length = Math.abs(x(axis, row.value) - x(axis, 0));
      svg.add(Drawing.rectangle(from, middle - 5, length, 10, "bar " + style));
    }
    if (Double.isFinite(row.lower) && Double.isFinite(row.upper)) {
      double low = x(axis, row.lower);
      double high = x(axis, row.upper);
      svg.add(
          Drawing.line(low, middle, high, middle, "interval " + (bars ? "plain" : style)),
          Drawing.line(low, middle - 4, low, middle + 4, "interval " + (bars ? "plain" : style)),
          Drawing.line(high, middle - 4, high, middle + 4, "interval " + (bars ? "plain" : style)));
    }
    if (!bars) {
      svg.add(Marker.of(row.look).at(x(axis, row.value), middle, 4.5, "mark " + style));
    }
  }

  private String text(Row row) {
    return differences || bars
        ? Numbers.difference(row.value, row.lower, row.upper)
        : Numbers.interval(row.value, row.lower, row.upper);
  }

  private Axis axis() {
    List<Double> values = new ArrayList<>();
    java.util.Arrays.stream(included).forEach(values::add);
    for (Row row : rows) {
      values.addAll(List.of(row.value, row.lower, row.upper));
    }
    if (margin > 0) {
      values.addAll(List.of(-margin * 1.2, margin * 1.2));
    }
    if (Double.isFinite(reference)) {
      values.add(reference);
    }
    return Axis.around(measure, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double x(Axis axis, double value) {
    double share = Math.max(0, Math.min(1, axis.share(value)));
    return SIDE + share * (Drawing.WIDTH - 2 * SIDE);
  }

  private String description() {
    StringBuilder text = new StringBuilder(bars ? "Bar chart" : "Interval chart");
    text.append(" of ").append(measure).append('.');
    rows.forEach(row -> text.append(" %s: %s.".formatted(row.name, text(row))));
    return text.toString();
  }

  private DataTable table() {
    boolean notes = rows.stream().anyMatch(row -> !row.note.isEmpty());
    DataTable table =
        new DataTable(
            title + ": data", notes ? List.of("row", measure, "note") : List.of("row", measure));
    for (Row row : rows) {
      table.row(notes ? List.of(row.name, text(row), row.note) : List.of(row.name, text(row)));
    }
    return table;
  }
}
