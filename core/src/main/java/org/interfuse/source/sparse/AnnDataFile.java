package org.interfuse.source.sparse;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.PackedNames;
import org.jspecify.annotations.Nullable;

/**
 * An .h5ad file (anndata.readthedocs.io, on-disk format): the matrix X, or a layer, compressed by
 * rows, by columns, or dense; ids of obs and names of var by their {@code _index}.
 */
final class AnnDataFile {
  private static final int LZF = 32000; // among the filters that are registered with HDF5

  private final HdfFile file;
  private final String shown;

  private AnnDataFile(HdfFile file, String shown) {
    this.file = file;
    this.shown = shown;
  }

  /**
   * Reads a file.
   *
   * @param layer empty for X
   * @throws FindingsException if it is no such file
   */
  static SparseFile read(Path path, String shown, String layer) {
    try (HdfFile file = new HdfFile(path)) {
      return new AnnDataFile(file, shown).read(layer);
    } catch (HdfException
        | UnsupportedOperationException
        | ClassCastException
        | NegativeArraySizeException
        | IndexOutOfBoundsException
        | java.nio.BufferUnderflowException e) {
      FindingsException finding =
          new FindingsException(
              Finding.of(
                  shown,
                  "it must be an .h5ad that can be read to its end",
                  "'%s'".formatted(String.valueOf(e.getMessage()))));
      finding.initCause(e);
      throw finding;
    }
  }

  private SparseFile read(String layer) {
    PackedNames ids = index("obs");
    PackedNames names = index("var");
    Node matrix = layer.isEmpty() ? child(file, "X") : child(group("layers"), layer);
    CompressedRows cells =
        matrix instanceof Group compressed
            ? compressed(compressed, ids.size(), names.size())
            : dense((Dataset) matrix, ids.size(), names.size());
    return new SparseFile(ids, names, cells);
  }

  private Group group(String name) {
    if (child(file, name) instanceof Group group) {
      return group;
    }
    throw at(name, "it must be a group, as anndata 0.7 and later write it", "a table");
  }

  private Node child(Group parent, String name) {
    Node child = parent.getChildren().get(name);
    if (child == null) {
      String place = parent == file ? "" : parent.getName() + "/";
      throw new FindingsException(
          Finding.of(
              shown,
              "it must hold " + place + name,
              "none",
              List.of("it has " + String.join(", ", parent.getChildren().keySet()))));
    }
    if (child instanceof Dataset dataset) {
      requireReadable(dataset);
    }
    return child;
  }

  private void requireReadable(Dataset dataset) {
    for (PipelineFilterWithData filter : dataset.getFilters()) {
      if (filter.getId() == LZF) {
        throw new FindingsException(
            Finding.of(
                shown + ", " + dataset.getPath(),
                "it must be compressed by gzip, or not at all",
                "lzf",
                List.of(
                    "write it again: h5repack -f GZIP=4, or compression='gzip' of write_h5ad")));
      }
    }
  }

  private PackedNames index(String name) {
    Group group = group(name);
    String key = text(group.getAttribute("_index"));
    Node index = child(group, key == null ? "_index" : key);
    Object data = index instanceof Dataset dataset ? dataset.getDataFlat() : null;
    PackedNames.Builder names = new PackedNames.Builder();
    if (data instanceof Object[] texts) {
      for (Object text : texts) {
        names.add(String.valueOf(text).replace('\n', ' '));
      }
      return names.build();
    }
    if (data == null) {
      throw at(name + "/" + key, "an index must be a list", "something else");
    }
    Numbers numbers = new Numbers(data);
    for (int i = 0; i < numbers.count(); i++) {
      names.add(String.valueOf(numbers.whole(i)));
    }
    return names.build();
  }

  private CompressedRows compressed(Group group, int rows, int columns) {
    boolean byRows = isByRows(group);
    Numbers shape = shape(group);
    if (shape.count() != 2 || shape.whole(0) != rows || shape.whole(1) != columns) {
      throw at(
          group.getName(),
          "it must be %,d rows of obs × %,d columns of var".formatted(rows, columns),
          "another shape");
    }
    Dataset indices = dataset(group, "indices");
    Dataset data = dataset(group, "data");
    Numbers pointers = new Numbers(dataset(group, "indptr").getDataFlat());
    int lines = byRows ? rows : columns;
    long cells = data.getSize();
    if (pointers.count() != lines + 1
        || pointers.whole(0) != 0
        || pointers.whole(lines) != cells
        || indices.getSize() != cells) {
      throw at(group.getName(), "indptr, indices and data must fit together", "other lengths");
    }
    CellBuilder builder = new CellBuilder(rows, columns, shown, cells);
    NumberStream columnOf = new NumberStream(indices);
    NumberStream values = new NumberStream(data);
    int across = byRows ? columns : rows;
    for (int line = 0; line < lines; line++) {
      long count = pointers.whole(line + 1) - pointers.whole(line);
      for (long k = 0; k < count; k++) {
        long other = columnOf.nextWhole();
        if (other < 0 || other >= across) {
          throw at(group.getName() + "/indices", "0 ≤ index < %,d".formatted(across), "another");
        }
        float value = finite(values.nextNumber(), group.getName());
        builder.add(byRows ? line : (int) other, byRows ? (int) other : line, value);
      }
    }
    return builder.build(CellBuilder.Repeats.REFUSE);
  }

  private Dataset dataset(Group group, String name) {
    if (child(group, name) instanceof Dataset dataset) {
      return dataset;
    }
    throw at(group.getName() + "/" + name, "it must be a list of numbers", "a group");
  }

  private boolean isByRows(Group group) {
    String type = text(group.getAttribute("encoding-type"));
    String written = type == null ? text(group.getAttribute("h5sparse_format")) : type;
    String lower = String.valueOf(written).toLowerCase(Locale.ROOT);
    if (!lower.startsWith("csr") && !lower.startsWith("csc")) {
      throw at(group.getName(), "it must be csr_matrix, csc_matrix or an array", "'" + lower + "'");
    }
    return lower.startsWith("csr");
  }

  private Numbers shape(Group group) {
    Attribute shape = group.getAttribute("shape");
    Attribute written = shape == null ? group.getAttribute("h5sparse_shape") : shape;
    if (written == null) {
      throw at(group.getName(), "it must say its shape", "no attribute 'shape'");
    }
    return new Numbers(written.getData());
  }

  /** Zeros of a dense matrix are not stored. */
  private CompressedRows dense(Dataset dataset, int rows, int columns) {
    long[] shape = dataset.getDimensionsAsLong();
    if (shape.length != 2 || shape[0] != rows || shape[1] != columns) {
      throw at(
          dataset.getName(),
          "it must be %,d rows of obs × %,d columns of var".formatted(rows, columns),
          "another shape");
    }
    CellBuilder builder = new CellBuilder(rows, columns, shown, 0);
    int atOnce = Math.max(1, NumberStream.PIECE / columns);
    for (int from = 0; from < rows; from += atOnce) {
      int count = Math.min(atOnce, rows - from);
      Object[] lines = (Object[]) dataset.getData(new long[] {from, 0}, new int[] {count, columns});
      for (int i = 0; i < count; i++) {
        Numbers line = new Numbers(lines[i]);
        for (int j = 0; j < columns; j++) {
          builder.add(from + i, j, finite(line.number(j), dataset.getName()));
        }
      }
    }
    return builder.build(CellBuilder.Repeats.REFUSE);
  }

  private float finite(float value, String where) {
    if (!Float.isFinite(value)) {
      throw at(where, "a value must be a finite number, for none is missing", "another");
    }
    return value;
  }

  private static @Nullable String text(@Nullable Attribute attribute) {
    return attribute == null ? null : String.valueOf(attribute.getData());
  }

  private FindingsException at(String part, String rule, String found) {
    return new FindingsException(Finding.of(shown + ", " + part, rule, found));
  }
}
