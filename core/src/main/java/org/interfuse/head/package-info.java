/** Fused representation to prediction, with its loss. */
@org.jspecify.annotations.NullMarked
package org.interfuse.head;
