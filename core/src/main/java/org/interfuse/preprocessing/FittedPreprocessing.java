package org.interfuse.preprocessing;

import java.util.List;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.TableData;

/** A preprocessing whose figures were fitted on training rows; immutable, thread-safe. */
public interface FittedPreprocessing {
  /** What {@link #apply} produces. */
  FeatureShape shape();

  /** Prepares every row. Columns are found by name; levels not seen in training go to bucket 0. */
  Prepared apply(ModalityData data);

  /** The columns that {@link #apply} needs. */
  KnownColumns columns();

  /** Data of that kind that nobody has, for a modality that is left out: an empty table. */
  default ModalityData nobody() {
    List<TableData.CategoricalColumn> categorical =
        columns().categorical().stream()
            .map(column -> new TableData.CategoricalColumn(column, List.of()))
            .toList();
    return new TableData(0, columns().numeric(), new float[0], categorical, new int[0]);
  }

  /** Everything needed to build it again. */
  PreprocessingState state();
}
