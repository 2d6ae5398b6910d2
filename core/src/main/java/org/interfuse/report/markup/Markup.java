package org.interfuse.report.markup;

/** Something that can be written into a page. */
@FunctionalInterface
public interface Markup {
  /** Nothing. */
  Markup NONE = out -> {};

  /** Appends well-formed XHTML. */
  void write(StringBuilder out);
}
