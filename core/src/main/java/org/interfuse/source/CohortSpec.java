package org.interfuse.source;

import java.util.List;
import java.util.Map;
import org.interfuse.option.Meaning;

/**
 * Where the subjects and their targets are read from.
 *
 * @param table one file or several whose rows follow each other; relative to the study file
 * @param format how its cells are written
 * @param id which column holds the subjects' ids; the first column unless said
 * @param rows what to do with several rows of one subject
 * @param targets what is predicted, by name, in the study's order; at least one
 */
public record CohortSpec(
    @Meaning("one file or several whose rows follow each other") List<String> table,
    TableFormat format,
    @Meaning("how rows are identified") IdSpec id,
    @Meaning("what to do with several rows of one subject: one is an error that names them")
        RowPolicy rows,
    Map<String, TargetSpec> targets) {
  public CohortSpec {
    table = List.copyOf(table);
  }
}
