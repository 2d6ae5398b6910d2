/** Candidates under one protocol, on the same splits. */
@org.jspecify.annotations.NullMarked
package org.interfuse.comparison;
