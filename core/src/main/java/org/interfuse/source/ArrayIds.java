package org.interfuse.source;

import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable.LabelledBy;
import org.interfuse.source.array.LabelFile;
import org.interfuse.source.wide.SubjectIds;

/**
 * Who the subjects of one array of frames are: a file with one id a line says so, or their rows.
 */
final class ArrayIds {
  private ArrayIds() {}

  /**
   * The ids in the order of the array.
   *
   * @param shown how messages name the array
   * @param subjects how many it has
   * @throws FindingsException if there is no file of ids, or it does not fit
   */
  static List<String> of(
      FramesSource spec, SourceContext context, String option, String shown, int subjects) {
    if (spec.id().rows()) {
      return IntStream.range(0, subjects).mapToObj(Integer::toString).toList();
    }
    LabelledBy labels = FrameFeatures.labels(context, option, "ids", spec.ids());
    if (labels == null) {
      throw new FindingsException(
          Finding.of(
              option + ".ids",
              "an array holds no ids, so a file with one a line is needed",
              "none",
              List.of(
                  "say 'id: rows' to join by position",
                  "say 'id: file-stem' where the array is of one subject")));
    }
    String what = "the %,d subjects of %s".formatted(subjects, shown);
    List<String> all = LabelFile.read(labels.file(), labels.shown(), subjects, -1, what);
    return SubjectIds.of(all, spec.id(), labels.shown());
  }
}
