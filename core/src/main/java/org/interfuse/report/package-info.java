/** The self-contained HTML page of a comparison: a pure rendering of its JSON. */
@org.jspecify.annotations.NullMarked
package org.interfuse.report;
