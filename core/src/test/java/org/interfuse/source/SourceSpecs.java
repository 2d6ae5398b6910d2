package org.interfuse.source;

import java.util.List;

/** Sources as studies write them, for tests. */
final class SourceSpecs {
  private SourceSpecs() {}

  static TableSource table(String path) {
    return table(path, List.of());
  }

  static TableSource table(String path, List<String> columns) {
    return new TableSource(
        path.isEmpty() ? List.of() : List.of(path),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        columns,
        List.of(),
        List.of(),
        List.of());
  }

  static TableSource byPosition(String path) {
    return with(table(path), new IdSpec(null, 0, true), RowPolicy.ONE);
  }

  static TableSource with(TableSource source, IdSpec id, RowPolicy rows) {
    return new TableSource(
        source.path(),
        source.header(),
        source.delimiter(),
        source.missing(),
        id,
        rows,
        source.columns(),
        source.exclude(),
        source.categorical(),
        source.numeric());
  }

  static MatrixSource matrix(String path, String subjects) {
    return new MatrixSource(
        List.of(path),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        subjects,
        List.of(),
        List.of());
  }
}
