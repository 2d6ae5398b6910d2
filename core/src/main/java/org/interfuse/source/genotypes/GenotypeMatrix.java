package org.interfuse.source.genotypes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.interfuse.modality.WideMatrix;
import org.interfuse.source.wide.MappedLines;

/**
 * Copies of each variant's counted allele, two bits each, a line of whole bytes for each subject.
 * Immutable.
 */
public final class GenotypeMatrix implements WideMatrix {
  private final MappedLines subjects;
  private final int columns;

  /**
   * A matrix of mapped lines.
   *
   * @param subjects one line each, its last byte filled up with zeros
   * @param columns variants of a line
   */
  GenotypeMatrix(MappedLines subjects, int columns) {
    this.subjects = subjects;
    this.columns = columns;
  }

  @Override
  public int rows() {
    return subjects.lines();
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public long bytes() {
    return subjects.bytes();
  }

  @Override
  public boolean mayBeInfinite() {
    return false;
  }

  @Override
  public int tileMultiple() {
    return GenotypeCodes.IN_BYTE;
  }

  @Override
  public void read(int[] rows, int from, int to, ByteBuffer tile) {
    ByteBuffer into = tile.duplicate().clear().order(ByteOrder.nativeOrder());
    int rowBytes = (to - from) * Float.BYTES;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      GenotypeCodes.decode(subjects.part(row), subjects.offset(row), from, to, into, i * rowBytes);
    }
  }

  @Override
  public void content(Consumer<ByteBuffer> sink) {
    subjects.content(sink);
  }
}
