package org.interfuse.modality;

import java.util.List;

/**
 * The columns a fitted model expects of a tabular modality.
 *
 * @param numeric names of the numeric columns in the model's order
 * @param categorical names of the categorical columns in the model's order
 */
public record KnownColumns(List<String> numeric, List<String> categorical) {
  public KnownColumns {
    numeric = PackedNames.kept(numeric);
    categorical = List.copyOf(categorical);
  }
}
