package org.interfuse.report.chart;

import org.interfuse.report.markup.Element;

/**
 * The frame of a drawing: it scales with the page and is as wide as a telephone, so that its text
 * stays readable there. A screen reader hears its title and description.
 */
final class Drawing {
  /** Units across; about as many pixels on the narrowest page. */
  static final double WIDTH = 360;

  private Drawing() {}

  /** An empty drawing. */
  static Element of(double height, String title, String description) {
    return Element.of("svg")
        .with("class", "chart")
        .with(
            "viewBox", "0 0 %s %s".formatted(Element.coordinate(WIDTH), Element.coordinate(height)))
        .with("role", "img")
        .with("aria-label", title)
        .add(Element.of("title", title), Element.of("desc", description));
  }

  static Element text(double x, double y, String anchor, String text) {
    return Element.of("text", text).with("x", x).with("y", y).with("class", anchor);
  }

  static Element line(double x1, double y1, double x2, double y2, String style) {
    return Element.of("line")
        .with("x1", x1)
        .with("y1", y1)
        .with("x2", x2)
        .with("y2", y2)
        .with("class", style);
  }

  static Element rectangle(double x, double y, double width, double height, String style) {
    return Element.of("rect")
        .with("x", x)
        .with("y", y)
        .with("width", Math.max(0, width))
        .with("height", Math.max(0, height))
        .with("class", style);
  }

  /** A text cut to about as many characters as fit; the whole is read out. */
  static Element fitted(double x, double y, String anchor, String text, double width) {
    int most = (int) (width / 6.4);
    if (text.codePointCount(0, text.length()) <= most) {
      return text(x, y, anchor, text);
    }
    String cut = text.substring(0, text.offsetByCodePoints(0, Math.max(1, most - 1))) + "…";
    return text(x, y, anchor, cut).add(Element.of("title", text));
  }
}
