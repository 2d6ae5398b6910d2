package org.interfuse.modality;

import java.util.List;

/**
 * A wide modality: a matrix that is read in tiles, and the names of its columns.
 *
 * @param kind what its cells are
 * @param columns names of the p columns; a {@link PackedNames} where there are very many
 * @param matrix [n × p]
 * @param groups which gene, pathway or window each column belongs to; null where nobody said
 */
public record WideData(
    Kind kind,
    List<String> columns,
    WideMatrix matrix,
    @org.jspecify.annotations.Nullable ColumnGroups groups)
    implements ModalityData {

  /** What the cells of a wide matrix are. */
  public enum Kind {
    /** Copies of the counted allele: 0, 1, 2 or missing. */
    GENOTYPES,
    /** Numbers most of which are 0. */
    SPARSE,
    /** Any numbers. */
    NUMBERS
  }

  public WideData {
    columns = PackedNames.kept(columns);
    if (columns.size() != matrix.columns()) {
      throw new IllegalArgumentException(
          "columns: expected %,d names, but there are %,d"
              .formatted(matrix.columns(), columns.size()));
    }
  }

  /** The columns of a modality that no subject has. */
  public static WideData nobody(List<String> columns) {
    return new WideData(Kind.NUMBERS, columns, new NoRows(columns.size()), null);
  }

  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public String describe() {
    return switch (kind) {
      case GENOTYPES -> "%,d genotypes".formatted(matrix.columns());
      case SPARSE -> "%,d sparse columns".formatted(matrix.columns());
      case NUMBERS -> "%,d numeric columns, read in tiles".formatted(matrix.columns());
    };
  }
}
