package org.interfuse.report.markup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An element of XHTML or SVG. Text and attributes are escaped, so nothing that a study or a file
 * says can become markup. What is written is well-formed XML and means the same as HTML: elements
 * that HTML knows to be empty are closed at once, all others have an end tag.
 */
public final class Element implements Markup {
  private static final Set<String> EMPTY =
      Set.of("br", "hr", "meta", "line", "rect", "circle", "path", "polygon", "polyline", "use");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Markup> content = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  /** An element without attributes and content. */
  public static Element of(String name) {
    return new Element(name);
  }

  /** An element that holds a text. */
  public static Element of(String name, String text) {
    return new Element(name).text(text);
  }

  /** Sets an attribute. */
  public Element with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** Sets an attribute of SVG, to a hundredth of a unit. */
  public Element with(String attribute, double value) {
    return with(attribute, coordinate(value));
  }

  /** Appends text. */
  public Element text(String text) {
    content.add(out -> escape(text, out));
    return this;
  }

  /** Appends content. */
  public Element add(Markup... markup) {
    content.addAll(List.of(markup));
    return this;
  }

  /** Appends content. */
  public Element addAll(List<? extends Markup> markup) {
    content.addAll(markup);
    return this;
  }

  /** A number of SVG: at most two decimals, whatever the locale. */
  public static String coordinate(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }

  @Override
  public void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          escape(value, out);
          out.append('"');
        });
    if (content.isEmpty() && EMPTY.contains(name)) {
      out.append("/>");
      return;
    }
    out.append('>');
    content.forEach(each -> each.write(out));
    out.append("</").append(name).append('>');
  }

  /** The element as text. */
  public String render() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private static void escape(String text, StringBuilder out) {
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(allowed(point) ? point : 0xFFFD);
              }
            });
  }

  /** Whether a character may stand in XML 1.0; the others would make the page unreadable. */
  private static boolean allowed(int point) {
    return point == '\t'
        || point == '\n'
        || (point >= 0x20 && point < 0x7F)
        || (point >= 0xA0 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
