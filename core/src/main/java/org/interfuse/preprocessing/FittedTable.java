package org.interfuse.preprocessing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.TableData;

/** A {@link TablePreprocessing} after fitting: the numeric part and the levels. Immutable. */
public final class FittedTable implements FittedPreprocessing {
  private static final String TYPE = "table";

  private final String where;
  private final NumericColumns numeric;
  private final LevelCodes levels;
  private final FeatureShape shape;

  FittedTable(String where, NumericColumns numeric, LevelCodes levels) {
    this.where = where;
    this.numeric = numeric;
    this.levels = levels;
    List<String> names = new ArrayList<>(numeric.outputNames());
    names.addAll(levels.columns());
    this.shape = new FeatureShape(names, numeric.outputNames().size(), levels.cardinalities());
  }

  @Override
  public FeatureShape shape() {
    return shape;
  }

  @Override
  public Features apply(ModalityData data) {
    if (!(data instanceof TableData table)) {
      throw new IllegalArgumentException(
          "%s: expected a table, but it is %s".formatted(where, data.describe()));
    }
    int[] numericAt =
        ColumnSearch.positions(
            where, numeric.inputNames(), table.numericColumns(), "a numeric column");
    List<String> categorical =
        table.categoricalColumns().stream().map(TableData.CategoricalColumn::name).toList();
    int[] levelsAt =
        ColumnSearch.positions(where, levels.columns(), categorical, "a categorical column");
    return new Features(
        table.rows(), shape, numeric.apply(where, table, numericAt), levels.apply(table, levelsAt));
  }

  @Override
  public KnownColumns columns() {
    return new KnownColumns(numeric.inputNames(), levels.columns());
  }

  @Override
  public PreprocessingState state() {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    Map<String, double[]> figures = new LinkedHashMap<>();
    texts.put("where", List.of(where));
    numeric.save(texts, figures);
    levels.save(texts);
    return new PreprocessingState(TYPE, texts, figures);
  }

  static FittedTable restore(PreprocessingState state) {
    if (!state.type().equals(TYPE)) {
      throw new IllegalArgumentException(
          "expected the state of a 'table' preprocessing, but it is of '" + state.type() + "'");
    }
    return new FittedTable(
        StateReader.texts(state, "where").get(0),
        NumericColumns.restore(state),
        LevelCodes.restore(state));
  }
}
