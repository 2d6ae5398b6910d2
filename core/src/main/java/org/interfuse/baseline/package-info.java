/** The candidates that are no networks. */
@org.jspecify.annotations.NullMarked
package org.interfuse.baseline;
