package org.interfuse.preprocessing;

import java.util.List;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.ModalityKind;
import org.interfuse.modality.PackedNames;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder must accept.
 *
 * @param names names of the numeric columns (indicators end in {@code ?}), then of the categorical;
 *     of tokens that are vectors of named numbers the names of these
 * @param numericWidth p
 * @param cardinalities per categorical column the number of codes, bucket 0 included
 * @param wide whether the columns are read in tiles ({@link WideFeatures}) and never held as a
 *     table
 * @param groups of wide columns; null where there are none
 * @param sequence what its tokens are, where it has tokens instead of columns ({@link
 *     SequenceFeatures}); null otherwise
 */
public record FeatureShape(
    List<String> names,
    int numericWidth,
    int[] cardinalities,
    boolean wide,
    @Nullable ColumnGroups groups,
    @Nullable SequenceShape sequence) {
  public FeatureShape {
    names = PackedNames.kept(names);
  }

  /** Of a table. */
  public FeatureShape(List<String> names, int numericWidth, int[] cardinalities) {
    this(names, numericWidth, cardinalities, false, null, null);
  }

  /** Of wide columns. */
  public static FeatureShape ofWide(List<String> names, @Nullable ColumnGroups groups) {
    return new FeatureShape(names, names.size(), new int[0], true, groups, null);
  }

  /** Of tokens. */
  public static FeatureShape ofSequence(SequenceShape sequence) {
    return new FeatureShape(List.of(), 0, new int[0], false, null, sequence);
  }

  /**
   * Of tokens that are vectors of named numbers.
   *
   * @param names one each
   */
  public static FeatureShape ofSequence(List<String> names, SequenceShape sequence) {
    return new FeatureShape(names, 0, new int[0], false, null, sequence);
  }

  /** The smallest shape that modalities of a kind get from their usual preprocessing. */
  public static FeatureShape exampleOf(ModalityKind kind) {
    return switch (kind) {
      case TABLE -> new FeatureShape(List.of("column"), 1, new int[0]);
      case WIDE -> ofWide(List.of("column"), null);
      case TEXTS -> ofSequence(SequenceShape.ofCodes(2, 1));
      case IMAGES -> ofSequence(SequenceShape.ofArrays(1, 1, 8, 8));
      case IMAGE_FRAMES -> ofSequence(SequenceShape.ofFrames(1, 1, 8, 8));
      case FRAMES -> ofSequence(List.of("number"), SequenceShape.ofFrames(1, 1));
    };
  }

  /** Whether it is a table: columns that are held in memory. */
  public boolean table() {
    return !wide && sequence == null;
  }
}
