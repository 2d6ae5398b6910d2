package org.interfuse.report.markup;

/**
 * A drawing with its caption, its legend and its data as a table that can be opened.
 *
 * @param drawing an SVG with role, title and description
 * @param legend what lines and marks mean; {@link Markup#NONE} where labels say it
 * @param title what is shown, in a few words
 * @param caption how to read it, in sentences
 * @param data the figures behind it
 */
public record Figure(Markup drawing, Markup legend, String title, String caption, DataTable data) {
  /** The figure. */
  public Element element() {
    return Element.of("figure")
        .add(
            Element.of("figcaption")
                .add(Element.of("strong", title))
                .text(caption.isEmpty() ? "" : " " + caption),
            legend,
            drawing,
            Element.of("details")
                .with("class", "screen")
                .add(Element.of("summary", "The data of this figure"), data.element()));
  }
}
