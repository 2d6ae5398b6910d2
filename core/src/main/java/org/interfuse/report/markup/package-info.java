/** Well-formed XHTML: elements, tables and figures that a screen reader can read. */
@org.jspecify.annotations.NullMarked
package org.interfuse.report.markup;
