package org.interfuse.run;

import java.util.stream.IntStream;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.TableData;
import org.interfuse.modality.TextData;
import org.interfuse.modality.WideData;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.source.CohortReading.ModalityReading;

/**
 * One modality as it was read, joined and prepared.
 *
 * @param reading how it joined
 * @param numeric numeric columns read; of frames the numbers in one
 * @param categorical categorical columns read
 * @param missing share of the cells, of the cohort's subjects who have the modality, that are
 *     missing; NaN where there is no cell
 * @param readBytes of the cells in memory
 * @param mappedBytes of wide cells that are packed or mapped, which are no part of {@code
 *     readBytes}; sparse ones are
 * @param numericWidth numeric columns after preprocessing, indicators among them
 * @param categoricalWidth categorical columns after preprocessing
 * @param preparedBytes of the cells after preprocessing
 * @param contents of what is no table, a few words: how many tokens, how large a vocabulary; empty
 *     for a table
 */
public record ModalityPicture(
    ModalityReading reading,
    int numeric,
    int categorical,
    double missing,
    long readBytes,
    long mappedBytes,
    int numericWidth,
    int categoricalWidth,
    long preparedBytes,
    String contents) {

  static ModalityPicture of(ModalityReading reading, CohortModality modality, Prepared prepared) {
    FeatureShape shape = prepared.shape();
    int numeric = 0;
    int categorical = 0;
    double missing = Double.NaN;
    if (modality.data() instanceof TableData table) {
      numeric = table.numericColumns().size();
      categorical = table.categoricalColumns().size();
      missing = missing(table, modality.rowOf());
    } else if (modality.data() instanceof WideData wide) {
      return of(reading, modality, wide, shape);
    } else if (prepared instanceof SequenceFeatures tokens) {
      return of(reading, modality.data(), modality.rowOf(), tokens);
    }
    int categories = shape.cardinalities().length;
    long rows = modality.data().rows();
    return new ModalityPicture(
        reading,
        numeric,
        categorical,
        missing,
        rows * (numeric + categorical) * Float.BYTES,
        0,
        shape.numericWidth(),
        categories,
        rows * (shape.numericWidth() + categories) * Float.BYTES,
        "");
  }

  private static ModalityPicture of(
      ModalityReading reading, ModalityData data, int[] rowOf, SequenceFeatures tokens) {
    boolean words = data instanceof TextData && tokens.sequence().codes();
    int width = data instanceof FrameData frames ? frames.width() : 0;
    return new ModalityPicture(
        reading,
        width,
        0,
        data instanceof FrameData frames ? missing(frames, rowOf) : Double.NaN,
        readBytes(data),
        0,
        width == 0 ? 0 : tokens.sequence().tokenSize(),
        0,
        tokens.cells() * Integer.BYTES,
        words
            ? TextPicture.describe((TextData) data, tokens)
            : "%s; prepared: %s".formatted(data.describe(), tokens.sequence().describe()));
  }

  private static long readBytes(ModalityData data) {
    if (data instanceof FrameData frames) {
      return frames.bytes();
    }
    return data instanceof TextData text ? text.texts().heldBytes() : 0;
  }

  private static double missing(FrameData frames, int[] rowOf) {
    long cells = 0;
    long missing = 0;
    for (int row : rowOf) {
      for (int i = 0; row >= 0 && i < frames.values()[row].length; i++) {
        cells++;
        missing += Float.isNaN(frames.values()[row][i]) ? 1 : 0;
      }
    }
    return cells == 0 ? Double.NaN : (double) missing / cells;
  }

  /** Of wide columns figures are prepared: a centre and a scale each. */
  private static ModalityPicture of(
      ModalityReading reading, CohortModality modality, WideData wide, FeatureShape shape) {
    boolean held = wide.matrix() instanceof SparseMatrix;
    long bytes = wide.matrix().bytes();
    int[] rows = IntStream.of(modality.rowOf()).filter(row -> row >= 0).toArray();
    return new ModalityPicture(
        reading,
        wide.columns().size(),
        0,
        WideShares.missing(wide.matrix(), rows),
        held ? bytes : 0,
        held ? 0 : bytes,
        shape.numericWidth(),
        0,
        2L * Float.BYTES * shape.numericWidth(),
        "");
  }

  private static double missing(TableData table, int[] rowOf) {
    int numeric = table.numericColumns().size();
    int categorical = table.categoricalColumns().size();
    long cells = 0;
    long missing = 0;
    for (int row : rowOf) {
      if (row < 0) {
        continue;
      }
      cells += numeric + categorical;
      for (int j = 0; j < numeric; j++) {
        missing += Float.isNaN(table.numeric()[row * numeric + j]) ? 1 : 0;
      }
      for (int j = 0; j < categorical; j++) {
        missing += table.codes()[row * categorical + j] < 0 ? 1 : 0;
      }
    }
    return cells == 0 ? Double.NaN : (double) missing / cells;
  }
}
