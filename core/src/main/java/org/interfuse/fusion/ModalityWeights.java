package org.interfuse.fusion;

import java.util.List;
import org.interfuse.tensor.Pass;

/**
 * An operator that weighs what it merges and hands the weights out. In a {@link Pass#recording}
 * pass its {@code forward} records exactly one tensor [B, columns], taken from the very computation
 * whose result it returns: there is no second forward that could differ from the one that predicts.
 * The weight of an absent modality is exactly 0.
 *
 * <p>Weights say what an operator let through, not what its result depends on: the vectors that
 * they weigh differ in length, cancel each other, and may have told each other everything before.
 */
public interface ModalityWeights {
  /** What the weights are. */
  Columns weights();

  /**
   * The columns of the weights.
   *
   * @param modalities whether the first M columns are those of the modalities, in their order
   * @param others names of the columns behind them
   * @param sumToOne whether each subject's row sums to 1
   * @param meaning one line for people
   */
  record Columns(boolean modalities, List<String> others, boolean sumToOne, String meaning) {
    public Columns {
      others = List.copyOf(others);
    }

    /** Names of all columns. */
    public List<String> names(List<String> modalityNames) {
      return modalities
          ? java.util.stream.Stream.concat(modalityNames.stream(), others.stream()).toList()
          : others;
    }
  }
}
