package org.interfuse.report.chart;

import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;
import org.jspecify.annotations.Nullable;

/**
 * Two axes and what is drawn between them. The title of the upright axis stands level above it,
 * where it can be read without turning the head.
 */
final class Plot {
  private static final double HEIGHT = 250;
  private static final double TOP = 26;
  private static final double BOTTOM = 40;
  private static final double RIGHT = 14;
  private static final double CHARACTER = 6.2;

  private final Axis x;
  private final Axis y;
  private final double left;
  private final double below;
  private final Element svg;

  /**
   * An empty plot.
   *
   * @param below units kept free under the title of the level axis
   */
  Plot(Axis x, Axis y, String title, String description, double least, double below) {
    this.x = x;
    this.y = y;
    this.below = below;
    Ticks ticks = y.ticks(6);
    double widest = least;
    for (int i = 0; i < ticks.values().length; i++) {
      widest = Math.max(widest, CHARACTER * ticks.label(i).length());
    }
    this.left = widest + 10;
    this.svg = Drawing.of(HEIGHT + below, title, description);
    frame(ticks);
  }

  private void frame(Ticks upright) {
    svg.add(Drawing.text(2, 13, "axis-title", y.title()));
    for (int i = 0; i < upright.values().length; i++) {
      double at = y(upright.values()[i]);
      svg.add(
          Drawing.line(left, at, Drawing.WIDTH - RIGHT, at, "grid"),
          Drawing.text(left - 5, at + 4, "end tick", upright.label(i)));
    }
    Ticks level = x.ticks(6);
    for (int i = 0; i < level.values().length; i++) {
      double at = x(level.values()[i]);
      svg.add(
          Drawing.line(at, bottom(), at, bottom() + 4, "axis"),
          Drawing.text(at, bottom() + 16, "middle tick", level.label(i)));
    }
    svg.add(
        Drawing.line(left, bottom(), Drawing.WIDTH - RIGHT, bottom(), "axis"),
        Drawing.text(
            (left + Drawing.WIDTH - RIGHT) / 2, bottom() + 33, "middle axis-title", x.title()));
  }

  private double bottom() {
    return HEIGHT - BOTTOM;
  }

  /** Where the space that was kept free begins. */
  double spare() {
    return HEIGHT;
  }

  double left() {
    return left;
  }

  double x(double value) {
    return left + x.share(value) * (Drawing.WIDTH - RIGHT - left);
  }

  double y(double value) {
    return bottom() - y.share(value) * (bottom() - TOP);
  }

  Plot add(Markup... marks) {
    svg.add(marks);
    return this;
  }

  /** A level line all across. */
  void level(double value, String style) {
    if (value >= y.low() && value <= y.high()) {
      svg.add(Drawing.line(left, y(value), Drawing.WIDTH - RIGHT, y(value), style));
    }
  }

  /** An upright line from bottom to top. */
  void upright(double value, String style) {
    if (value >= x.low() && value <= x.high()) {
      svg.add(Drawing.line(x(value), bottom(), x(value), TOP, style));
    }
  }

  /** A straight line between two points. */
  void segment(double x1, double y1, double x2, double y2, String style) {
    svg.add(Drawing.line(x(x1), y(y1), x(x2), y(y2), style));
  }

  void draw(Series series) {
    double[] low = series.lower();
    double[] high = series.upper();
    if (low != null && high != null) {
      band(series, low, high);
    }
    String path = path(series);
    if (!path.isEmpty()) {
      svg.add(Element.of("path").with("d", path).with("class", "line " + series.style()));
    }
    if (series.marks()) {
      for (int i = 0; i < series.x().length; i++) {
        mark(series, i, low, high);
      }
    }
  }

  private void mark(Series series, int i, double @Nullable [] low, double @Nullable [] high) {
    if (!inside(series.x()[i], series.y()[i])) {
      return;
    }
    double at = x(series.x()[i]) + series.shift();
    if (low != null && high != null && inside(series.x()[i], low[i]) && Double.isFinite(high[i])) {
      svg.add(
          Drawing.line(
              at, y(low[i]), at, y(Math.min(high[i], y.high())), "whisker " + series.style()));
    }
    svg.add(Marker.of(series.look()).at(at, y(series.y()[i]), 3.5, "mark " + series.style()));
  }

  private boolean inside(double level, double upright) {
    return Double.isFinite(level)
        && Double.isFinite(upright)
        && (!y.logarithmic() || upright > 0)
        && level >= x.low()
        && level <= x.high()
        && upright >= y.low() - 1e-9
        && upright <= y.high() + 1e-9;
  }

  private String path(Series series) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < series.x().length; i++) {
      if (!inside(series.x()[i], series.y()[i])) {
        open = false;
        continue;
      }
      if (open && series.steps()) {
        path.append('H').append(Element.coordinate(x(series.x()[i]) + series.shift()));
        path.append('V').append(Element.coordinate(y(series.y()[i])));
      } else {
        path.append(open ? 'L' : 'M').append(Element.coordinate(x(series.x()[i]) + series.shift()));
        path.append(' ').append(Element.coordinate(y(series.y()[i])));
      }
      open = true;
    }
    return path.toString();
  }

  /** The area between two bounds, cut to the axes; marked points have whiskers in its place. */
  private void band(Series series, double[] low, double[] high) {
    if (series.marks()) {
      return;
    }
    StringBuilder there = new StringBuilder();
    StringBuilder back = new StringBuilder();
    double before = Double.NaN;
    double beforeLow = Double.NaN;
    for (int i = 0; i < low.length; i++) {
      if (!Double.isFinite(low[i]) || !Double.isFinite(high[i]) || series.x()[i] > x.high()) {
        continue;
      }
      double top = Math.min(high[i], y.high());
      double under = Math.max(low[i], y.low());
      if (series.steps() && Double.isFinite(before)) {
        there.append(corner(series.x()[i], before));
        back.insert(0, corner(series.x()[i], beforeLow));
      }
      there.append(corner(series.x()[i], top));
      back.insert(0, corner(series.x()[i], under));
      before = top;
      beforeLow = under;
    }
    if (there.length() > 0) {
      svg.add(
          Element.of("polygon")
              .with("points", (there.toString() + back).strip())
              .with("class", "band " + series.style()));
    }
  }

  private String corner(double level, double upright) {
    return Element.coordinate(x(level)) + "," + Element.coordinate(y(upright)) + " ";
  }

  double height() {
    return HEIGHT + below;
  }

  Element svg() {
    return svg;
  }
}
