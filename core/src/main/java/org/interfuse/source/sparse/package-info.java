/** Matrices most of whose cells are zero: MatrixMarket, 10x, AnnData and long tables. */
@org.jspecify.annotations.NullMarked
package org.interfuse.source.sparse;
