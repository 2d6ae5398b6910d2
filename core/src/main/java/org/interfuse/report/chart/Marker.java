package org.interfuse.report.chart;

import org.interfuse.report.markup.Element;

/** Marks that differ in shape, so that nobody needs to tell colours apart. */
enum Marker {
  CIRCLE,
  TRIANGLE,
  DIAMOND,
  DOWN,
  CROSS,
  SQUARE;

  static Marker of(int series) {
    return values()[Math.floorMod(series, values().length)];
  }

  /** The mark at a place, about {@code 2 r} wide. */
  Element at(double x, double y, double r, String style) {
    return switch (this) {
      case CIRCLE ->
          Element.of("circle").with("cx", x).with("cy", y).with("r", r).with("class", style);
      case SQUARE -> polygon(style, x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r);
      case DIAMOND ->
          polygon(style, x, y - 1.3 * r, x + 1.3 * r, y, x, y + 1.3 * r, x - 1.3 * r, y);
      case TRIANGLE -> polygon(style, x, y - 1.2 * r, x + 1.2 * r, y + r, x - 1.2 * r, y + r);
      case CROSS ->
          polygon(
              style, x - r, y - r / 3, x - r / 3, y - r / 3, x - r / 3, y - r, x + r / 3, y - r,
              x + r / 3, y - r / 3, x + r, y - r / 3, x + r, y + r / 3, x + r / 3, y + r / 3,
              x + r / 3, y + r, x - r / 3, y + r, x - r / 3, y + r / 3, x - r, y + r / 3);
      case DOWN -> polygon(style, x, y + 1.2 * r, x + 1.2 * r, y - r, x - 1.2 * r, y - r);
    };
  }

  private static Element polygon(String style, double... corners) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      points.append(i == 0 ? "" : " ");
      points.append(Element.coordinate(corners[i])).append(',');
      points.append(Element.coordinate(corners[i + 1]));
    }
    return Element.of("polygon").with("points", points.toString()).with("class", style);
  }
}
