package org.interfuse.report.chart;

import java.util.List;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Markup;

/** What the lines of a chart mean: a list beside the drawing, which wraps where it must. */
final class Legend {
  private Legend() {}

  static Markup of(List<Series> series) {
    List<Series> named = series.stream().filter(one -> one.look() >= 0).toList();
    long others = series.size() - named.size();
    if (named.size() + others < 2) {
      return Markup.NONE;
    }
    Element list = Element.of("ul").with("class", "legend");
    named.forEach(one -> list.add(entry(one, one.name())));
    series.stream()
        .filter(one -> one.look() < 0)
        .findFirst()
        .ifPresent(one -> list.add(entry(one, others == 1 ? one.name() : others + " others")));
    return list;
  }

  private static Element entry(Series series, String name) {
    Element swatch =
        Element.of("svg")
            .with("viewBox", "0 0 30 12")
            .with("class", "swatch")
            .with("aria-hidden", "true")
            .add(Drawing.line(1, 6, 29, 6, "line " + series.style()));
    if (series.marks()) {
      swatch.add(Marker.of(series.look()).at(15, 6, 3.5, "mark " + series.style()));
    }
    return Element.of("li").add(swatch).text(name);
  }
}
