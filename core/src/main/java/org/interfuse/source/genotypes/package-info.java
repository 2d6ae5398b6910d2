/** Genotypes in PLINK 1 binary files. */
@org.jspecify.annotations.NullMarked
package org.interfuse.source.genotypes;
