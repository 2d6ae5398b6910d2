package org.interfuse.source.array;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.TextFile;

/** A text file, also compressed, with one label a line: the ids or the names of an array's axis. */
public final class LabelFile {
  private LabelFile() {}

  /**
   * The labels in order, without blanks around them.
   *
   * @param expected how many there must be
   * @param other how many the other axis has; -1 where it cannot be meant
   * @param what they label, for messages, for example {@code the 80 rows of rna.npy}
   * @throws FindingsException if there are more or fewer, one is blank, or it is no UTF-8
   */
  public static List<String> read(Path file, String shown, int expected, int other, String what) {
    List<String> labels = read(file, shown);
    if (labels.size() != expected) {
      throw new FindingsException(
          Finding.of(
              shown,
              "it must have one line for each of " + what,
              "%,d lines".formatted(labels.size()),
              turned(labels.size(), other)));
    }
    return labels;
  }

  /** What is said beside a wrong number of labels. */
  public static List<String> turned(int found, int other) {
    return found == other
        ? List.of(
            "the other axis has as many: 'subjects' says whether subjects are rows or columns")
        : List.of();
  }

  /** The labels in order, however many there are. */
  public static List<String> read(Path file, String shown) {
    List<String> labels = lines(file, shown);
    int blank = labels.indexOf("");
    if (blank >= 0) {
      throw new FindingsException(
          Finding.of(shown, "every line must hold a label", "a blank line " + (blank + 1)));
    }
    return labels;
  }

  private static List<String> lines(Path file, String shown) {
    var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(TextFile.open(file, shown), decoder))) {
      return reader.lines().map(String::strip).toList();
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    } catch (java.io.UncheckedIOException e) {
      throw new FindingsException(Finding.of(shown, "the file must be UTF-8", "other bytes"));
    }
  }
}
