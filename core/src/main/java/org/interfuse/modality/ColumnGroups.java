package org.interfuse.modality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * To which groups (genes, pathways, windows) columns belong. A column may belong to several groups
 * or to none.
 *
 * @param names of the G groups
 * @param columns of each membership the column
 * @param groups of each membership the group, in the same order; ascending by group, then column
 */
public record ColumnGroups(List<String> names, int[] columns, int[] groups) {
  public ColumnGroups {
    names = PackedNames.kept(names);
    if (columns.length != groups.length) {
      throw new IllegalArgumentException(
          "groups: expected one for each of %,d columns, but there are %,d"
              .formatted(columns.length, groups.length));
    }
  }

  /** The groups of some columns, numbered anew; groups that keep no column are left out. */
  public ColumnGroups select(int[] kept) {
    int[] places = new int[1 + Math.max(largest(columns), largest(kept))]; // place + 1
    for (int k = 0; k < kept.length; k++) {
      places[kept[k]] = k + 1;
    }
    List<String> left = new ArrayList<>();
    int[] newColumns = new int[columns.length];
    int[] newGroups = new int[columns.length];
    int count = 0;
    int last = -1;
    for (int i = 0; i < columns.length; i++) {
      int place = places[columns[i]] - 1;
      if (place >= 0) {
        if (groups[i] != last) {
          left.add(names.get(groups[i]));
          last = groups[i];
        }
        newColumns[count] = place;
        newGroups[count++] = left.size() - 1;
      }
    }
    return new ColumnGroups(
        left, Arrays.copyOf(newColumns, count), Arrays.copyOf(newGroups, count));
  }

  private static int largest(int[] values) {
    return Arrays.stream(values).max().orElse(-1);
  }
}
