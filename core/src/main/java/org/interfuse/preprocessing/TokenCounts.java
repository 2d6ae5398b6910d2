package org.interfuse.preprocessing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of rows of codes: how much of them was left out, and their counts as wide
 * columns, for models that read columns. The columns are made when they are first asked for.
 * Thread-safe.
 */
public final class TokenCounts {
  private final int cutRows;
  private final long tokens;
  private final long unknown;
  private final Supplier<WideFeatures> maker;
  private @Nullable WideFeatures columns;

  /**
   * @param cutRows how many rows had more tokens than a row may have
   * @param tokens of all rows, those that were cut off included
   * @param unknown how many of them are not in the vocabulary
   * @param maker makes the columns, the same rows
   */
  public TokenCounts(int cutRows, long tokens, long unknown, Supplier<WideFeatures> maker) {
    this.cutRows = cutRows;
    this.tokens = tokens;
    this.unknown = unknown;
    this.maker = maker;
  }

  /** How many rows had more tokens than a row may have. */
  public int cutRows() {
    return cutRows;
  }

  /** Tokens of all rows, those that were cut off included. */
  public long tokens() {
    return tokens;
  }

  /** How many of them are not in the vocabulary. */
  public long unknown() {
    return unknown;
  }

  /** The rows as weighted counts of the codes, one column each. */
  public synchronized WideFeatures columns() {
    if (columns == null) {
      columns = maker.get();
    }
    return columns;
  }

  /** Of some rows alone. */
  TokenCounts select(int[] rows) {
    return new TokenCounts(cutRows, tokens, unknown, () -> columns().select(rows));
  }
}
