package org.interfuse.source.sparse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.SparseSource;

/** What a sparse modality is read from, and which options that has. */
enum SparseKind {
  TEN_X("a 10x folder"),
  ANN_DATA("an .h5ad"),
  MATRIX_MARKET("a .mtx"),
  CELLS("a table of cells");

  private final String text;

  SparseKind(String text) {
    this.text = text;
  }

  /** The kind of a file by its name; a folder is as 10x writes it. */
  static SparseKind of(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      return TEN_X;
    }
    if (name.endsWith(".h5ad") || name.endsWith(".h5")) {
      return ANN_DATA;
    }
    return name.endsWith(".mtx") || name.endsWith(".mtx.gz") ? MATRIX_MARKET : CELLS;
  }

  /**
   * Adds an error for each option that is set and that only other kinds have.
   *
   * @param option the modality's options in the study
   */
  void requireRead(SparseSource spec, String option, Findings findings) {
    SparseSource usual = new SparseSource();
    require(CELLS, option + ".id", spec.id().column() == null, findings);
    require(MATRIX_MARKET, option + ".subjects", spec.subjects().equals("rows"), findings);
    require(MATRIX_MARKET, option + ".ids", spec.ids().isEmpty(), findings);
    require(MATRIX_MARKET, option + ".names", spec.names().isEmpty(), findings);
    require(TEN_X, option + ".label", spec.label().equals(usual.label()), findings);
    require(ANN_DATA, option + ".layer", spec.layer().isEmpty(), findings);
    require(CELLS, option + ".column", spec.column().equals(usual.column()), findings);
    require(CELLS, option + ".value", spec.value().equals(usual.value()), findings);
  }

  private void require(SparseKind owner, String option, boolean unset, Findings findings) {
    if (this != owner && !unset) {
      String column = option.endsWith(".id") ? "a column of ids is" : "it is";
      findings.error(Finding.of(option, "%s read of %s alone".formatted(column, owner.text), text));
    }
  }
}
