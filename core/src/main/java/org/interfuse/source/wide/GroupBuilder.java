package org.interfuse.source.wide;

import java.util.Arrays;
import java.util.List;
import org.interfuse.modality.ColumnGroups;

/** Collects which columns belong to which groups, in any order. */
public final class GroupBuilder {
  private long[] memberships = new long[1 << 10]; // group, column
  private int count;

  /** Adds a column to a group; twice counts once. */
  public void add(int group, int column) {
    if (count == memberships.length) {
      memberships = Arrays.copyOf(memberships, 2 * count);
    }
    memberships[count++] = ((long) group << 32) | column;
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The groups, those that have a column, in the order of their names. */
  public ColumnGroups build(List<String> names) {
    Arrays.sort(memberships, 0, count);
    int[] columns = new int[count];
    int[] groups = new int[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || memberships[i] != memberships[i - 1]) {
        columns[kept] = (int) memberships[i];
        groups[kept++] = (int) (memberships[i] >>> 32);
      }
    }
    int[] used = Arrays.stream(groups, 0, kept).distinct().toArray();
    int[] place = new int[names.size()];
    for (int g = 0; g < used.length; g++) {
      place[used[g]] = g;
    }
    return new ColumnGroups(
        Arrays.stream(used).mapToObj(names::get).toList(),
        Arrays.copyOf(columns, kept),
        Arrays.stream(groups, 0, kept).map(g -> place[g]).toArray());
  }
}
