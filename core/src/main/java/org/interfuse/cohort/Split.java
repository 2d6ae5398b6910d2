package org.interfuse.cohort;

import java.util.List;

/**
 * How the subjects are divided; groups never straddle a fold.
 *
 * @param describe one line for people, for example {@code 5 folds × 3 repeats, stratified by event}
 * @param folds at least one
 */
public record Split(String describe, List<Fold> folds) {
  public Split {
    folds = List.copyOf(folds);
  }
}
