package org.interfuse.source.sparse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.PackedNames;
import org.interfuse.source.array.LabelFile;
import org.interfuse.source.text.FieldLines;
import org.interfuse.source.text.TextFile;

/**
 * A folder as 10x Genomics writes it: {@code matrix.mtx} (features × barcodes), {@code
 * barcodes.tsv} and {@code features.tsv} (or {@code genes.tsv}), each also compressed.
 */
final class TenX {
  private TenX() {}

  /**
   * Reads a folder.
   *
   * @param field which field of a feature is its name: 0 for the id, 1 for the name
   * @throws FindingsException if a file is absent or they do not fit together
   */
  static SparseFile read(Path folder, String shown, int field) {
    Path matrix = find(folder, shown, "matrix.mtx");
    Path barcodes = find(folder, shown, "barcodes.tsv");
    Path features = find(folder, shown, "features.tsv", "genes.tsv");
    CompressedRows cells = MatrixMarket.read(matrix, name(shown, matrix), false);
    PackedNames ids = fields(barcodes, name(shown, barcodes), 0);
    PackedNames names = fields(features, name(shown, features), field);
    require(name(shown, barcodes), ids.size(), cells.rows(), -1, "columns", name(shown, matrix));
    require(name(shown, features), names.size(), cells.columns(), -1, "rows", name(shown, matrix));
    return new SparseFile(ids, names, cells);
  }

  private static Path find(Path folder, String shown, String... names) {
    for (String name : names) {
      for (String ending : List.of(".gz", "")) {
        Path file = folder.resolve(name + ending);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    throw new FindingsException(
        Finding.of(
            shown,
            "a folder of a sparse modality must hold matrix.mtx, barcodes.tsv and features.tsv",
            "no " + String.join(" or ", names),
            List.of("each may end in .gz")));
  }

  private static String name(String shown, Path file) {
    return shown + (shown.endsWith("/") ? "" : "/") + file.getFileName();
  }

  /** A field of every line; the first where a line has fewer. Fields are divided by tabs. */
  static PackedNames fields(Path file, String shown, int field) {
    PackedNames.Builder names = new PackedNames.Builder();
    try (FieldLines lines = new FieldLines(TextFile.open(file, shown))) {
      while (lines.next()) {
        String[] fields = lines.whole().split("\t", -1);
        names.add(fields[Math.min(field, fields.length - 1)].strip());
      }
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
    return names.build();
  }

  /**
   * Requires a label for each row or column.
   *
   * @param other how many the other axis has; -1 where it cannot be meant
   */
  static void require(
      String shown, int found, int expected, int other, String axis, String matrix) {
    if (found != expected) {
      throw new FindingsException(
          Finding.of(
              shown,
              "it must have one line for each of the %,d %s of %s"
                  .formatted(expected, axis, matrix),
              "%,d lines".formatted(found),
              LabelFile.turned(found, other)));
    }
  }
}
