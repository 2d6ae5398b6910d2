package org.interfuse.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What came of a fit: an outcome or a failure.
 *
 * @param outcome null if it failed
 * @param failure null if it did not
 */
record Attempt(@Nullable Outcome outcome, @Nullable Throwable failure) {
  static Attempt of(Outcome outcome) {
    return new Attempt(outcome, null);
  }

  static Attempt failed(Throwable failure) {
    return new Attempt(null, failure);
  }
}
