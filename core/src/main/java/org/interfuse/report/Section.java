package org.interfuse.report;

import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;

/** One section of a report. It is left out where it has nothing to show. */
interface Section {
  /** Its anchor. */
  String id();

  /** Its heading. */
  String title();

  /** What stands in it; empty where the comparison does not say. */
  List<Markup> content(ReportInput input);

  /** A paragraph. */
  static Element paragraph(String text) {
    return Element.of("p", text);
  }

  /** A paragraph in smaller type. */
  static Element note(String text) {
    return Element.of("p", text).with("class", "note");
  }

  /** Figures side by side where the page is wide enough. */
  static Element figures(List<Figure> figures) {
    return Element.of("div")
        .with("class", "figures")
        .addAll(figures.stream().map(Figure::element).toList());
  }

  /**
   * What is opened on demand. On paper it is open, but for what has the class {@code screen}: the
   * figures behind drawings.
   */
  static Element details(String summary, Markup... content) {
    return Element.of("details").add(Element.of("summary", summary)).add(content);
  }

  static Element table(DataTable table) {
    return table.element();
  }
}
