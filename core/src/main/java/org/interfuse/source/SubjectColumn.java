package org.interfuse.source;

import org.interfuse.source.text.TextColumn;

/**
 * A column of the cohort's table seen subject by subject: each subject's first row counts.
 *
 * @param name its header
 * @param index its place in the table
 * @param texts its cells
 * @param rowOf per subject the row that counts
 */
record SubjectColumn(String name, int index, TextColumn texts, int[] rowOf, Table table) {
  int subjects() {
    return rowOf.length;
  }

  /** The level of a subject's cell, or -1 where it is missing. */
  int level(int subject) {
    return texts.code(rowOf[subject]);
  }

  /** The subject's text; empty where it is missing. */
  String text(int subject) {
    return texts.text(rowOf[subject]);
  }

  /** {@code clinical.csv, row 17, column age}. */
  String place(int subject) {
    return table.place(rowOf[subject], index);
  }
}
