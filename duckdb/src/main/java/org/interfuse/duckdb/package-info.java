/** Parquet, JSON and SQL over files, read by DuckDB. */
@org.jspecify.annotations.NullMarked
package org.interfuse.duckdb;
