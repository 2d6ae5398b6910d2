package org.interfuse.encoder.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.Spelling;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.TableData;
import org.interfuse.modality.WideData;
import org.interfuse.preprocessing.FittedPreprocessing;

/** Whether data have what the preprocessing of a model file reads; columns are found by name. */
final class ColumnFit {
  private static final int MOST_NAMED = 10;

  private final String where;
  private final String file;
  private final Findings findings;

  private ColumnFit(String where, String file, Findings findings) {
    this.where = where;
    this.file = file;
    this.findings = findings;
  }

  /**
   * Looks at the columns of a table, or of a wide modality; other data have none.
   *
   * @param where option path for messages
   * @param file what messages call the model file
   */
  static void look(
      String where, String file, FittedPreprocessing fitted, ModalityData data, Findings findings) {
    ColumnFit fit = new ColumnFit(where, file, findings);
    if (data instanceof TableData table) {
      List<String> categorical =
          table.categoricalColumns().stream().map(TableData.CategoricalColumn::name).toList();
      fit.look(fitted.columns(), table.numericColumns(), categorical);
    } else if (data instanceof WideData wide) {
      fit.look(fitted.columns(), wide.columns(), List.of());
    }
  }

  private void look(KnownColumns known, List<String> numeric, List<String> categorical) {
    Set<String> numbers = new HashSet<>(numeric);
    Set<String> categories = new HashSet<>(categorical);
    List<String> absent = new ArrayList<>();
    List<String> nowCategories = new ArrayList<>();
    List<String> nowNumbers = new ArrayList<>();
    for (String name : known.numeric()) {
      if (!numbers.contains(name)) {
        (categories.contains(name) ? nowCategories : absent).add(name);
      }
    }
    for (String name : known.categorical()) {
      if (!categories.contains(name)) {
        (numbers.contains(name) ? nowNumbers : absent).add(name);
      }
    }
    List<String> here = new ArrayList<>(numeric);
    here.addAll(categorical);
    absent(absent, known.numeric().size() + known.categorical().size(), here);
    otherKind(nowCategories, "categories here and numbers there", "numeric");
    otherKind(nowNumbers, "numbers here and categories there", "categorical");
    unread(here, known);
  }

  private void absent(List<String> absent, int all, List<String> here) {
    if (!absent.isEmpty()) {
      findings.error(
          Finding.of(
              where,
              "the modality must have the %,d columns that the encoder of %s reads"
                  .formatted(all, file),
              "%,d absent: %s".formatted(absent.size(), names(absent)),
              Spelling.nearest(absent.get(0), here)
                  .map(near -> List.of("did you mean '%s'?".formatted(near)))
                  .orElse(List.of())));
    }
  }

  private void otherKind(List<String> names, String found, String option) {
    if (!names.isEmpty()) {
      findings.error(
          Finding.of(
              where,
              "columns must be of the kind that the encoder of %s reads".formatted(file),
              "%s: %s".formatted(found, names(names)),
              List.of("name them beside the modality's path: %s".formatted(option))));
    }
  }

  private void unread(List<String> here, KnownColumns known) {
    Set<String> read = new HashSet<>(known.numeric());
    read.addAll(known.categorical());
    List<String> unread = here.stream().filter(name -> !read.contains(name)).toList();
    if (!unread.isEmpty()) {
      findings.warning(
          Finding.of(
              where,
              "the encoder of %s reads the columns that it was trained on, no others"
                  .formatted(file),
              "%,d that it does not read: %s".formatted(unread.size(), names(unread))));
    }
  }

  private static String names(Collection<String> names) {
    String shown = String.join(", ", names.stream().limit(MOST_NAMED).toList());
    return names.size() > MOST_NAMED ? shown + ", …" : shown;
  }
}
