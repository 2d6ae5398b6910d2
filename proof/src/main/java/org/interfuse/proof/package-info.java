/** Oracles and contracts of operators. */
@org.jspecify.annotations.NullMarked
package org.interfuse.proof;
