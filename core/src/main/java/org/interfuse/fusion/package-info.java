/** The operators that merge representations. */
@org.jspecify.annotations.NullMarked
package org.interfuse.fusion;
