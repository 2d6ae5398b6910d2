package org.interfuse.source;

import org.interfuse.option.Meaning;

/**
 * Which gene, pathway or window each column of a wide modality belongs to.
 *
 * @param path a table with a column of column names and one of groups, or gene sets ({@code .gmt});
 *     empty for none
 * @param column header of the column names in the table
 * @param group header of the groups in the table
 * @param window of genotypes, base pairs of windows that follow each other on each chromosome; 0
 *     for none
 */
public record GroupSpec(
    @Meaning("table of column names and their groups, or gene sets (.gmt); empty is none")
        String path,
    @Meaning("of the table: header of the column names") String column,
    @Meaning("of the table: header of the groups") String group,
    @Meaning("of genotypes: base pairs of windows along each chromosome; 0 is none") int window) {
  /** No groups. */
  public GroupSpec() {
    this("", "column", "group", 0);
  }

  public GroupSpec {
    if (window < 0) {
      throw new IllegalArgumentException(
          "window: expected 0 base pairs or more, but it is " + window);
    }
    if (window > 0 && !path.isEmpty()) {
      throw new IllegalArgumentException("window: expected no path beside it, but there is one");
    }
  }
}
