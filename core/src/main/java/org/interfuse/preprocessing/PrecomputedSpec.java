package org.interfuse.preprocessing;

import org.interfuse.modality.ModalityData;
import org.interfuse.progress.Progress;

/**
 * A preprocessing whose long part depends on no training rows: it is done once, before any fold.
 */
public interface PrecomputedSpec extends PreprocessingSpec {
  /**
   * Looks whether it can be done, in little time.
   *
   * @param where option path for messages
   * @param data all rows read
   * @throws org.interfuse.finding.FindingsException if it cannot
   */
  void look(String where, ModalityData data);

  /**
   * Does it, so that {@link #fit} and what it gives find it done.
   *
   * @param where option path for messages
   * @param data all rows read
   * @throws org.interfuse.finding.FindingsException if it cannot be done
   */
  void precompute(String where, ModalityData data, Progress progress);
}
