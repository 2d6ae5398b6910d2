package org.interfuse.init;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person wants to predict.
 *
 * @param column the column of a class or a number; empty for a time to an event
 * @param time columns of which the first that is not missing is the time; empty otherwise
 * @param event the column that says whether the event was seen; empty otherwise
 * @param table the cohort's table; empty for the smallest one that has the columns
 */
public record WantedTarget(String column, List<String> time, String event, String table) {
  public WantedTarget {
    time = List.copyOf(time);
  }

  /** A class or a number. */
  public static WantedTarget of(String column) {
    return new WantedTarget(column, List.of(), "", "");
  }

  /** A time to an event. */
  public static WantedTarget of(List<String> time, String event) {
    return new WantedTarget("", time, event, "");
  }

  boolean survival() {
    return !event.isEmpty() || !time.isEmpty();
  }

  /** All its columns. */
  List<String> columns() {
    List<String> columns = new ArrayList<>(time);
    if (!event.isEmpty()) {
      columns.add(event);
    }
    if (!column.isEmpty()) {
      columns.add(column);
    }
    return columns;
  }
}
