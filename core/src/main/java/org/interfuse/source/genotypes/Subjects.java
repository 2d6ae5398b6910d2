package org.interfuse.source.genotypes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.FieldLines;
import org.interfuse.source.text.TextFile;

/** The subjects of a .fam file: family, individual, father, mother, sex and phenotype. */
public final class Subjects {
  private static final int FIELDS = 6;

  private Subjects() {}

  /**
   * The subjects' ids in the file's order, which may repeat.
   *
   * @param withFamily whether an id is {@code FAMILY_INDIVIDUAL}; else the individual alone
   */
  public static List<String> ids(Path file, String shown, boolean withFamily) {
    List<String> ids = new ArrayList<>();
    try (FieldLines lines = new FieldLines(TextFile.open(file, shown))) {
      while (lines.next()) {
        if (lines.fields() != FIELDS) {
          throw new FindingsException(
              Finding.of(
                  "%s, line %,d".formatted(shown, lines.line()),
                  "a subject has six fields: family, individual, father, mother, sex and phenotype",
                  lines.fields() + " fields"));
        }
        ids.add(withFamily ? lines.text(0) + "_" + lines.text(1) : lines.text(1));
      }
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
    if (ids.isEmpty()) {
      throw new FindingsException(Finding.of(shown, "the file must have subjects", "none"));
    }
    return ids;
  }
}
