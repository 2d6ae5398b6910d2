package org.interfuse.init;

import java.util.Locale;
import java.util.regex.Pattern;
import org.interfuse.source.text.TextColumn;

/**
 * What a column looks like.
 *
 * @param index its place in the file
 * @param name its header; empty if it has none
 * @param number whether every cell that is not missing is a number
 * @param whole whether every cell that is not missing is a whole number
 * @param dates whether every cell that is not missing begins like a date, year first
 * @param distinct how many values it has
 * @param missing how many cells are missing
 * @param rows how many cells there are
 * @param counts whether it numbers the rows, from 0 or 1
 * @param wording whether it holds sentences, or names of images
 */
record ColumnFacts(
    int index,
    String name,
    boolean number,
    boolean whole,
    boolean dates,
    int distinct,
    int missing,
    int rows,
    boolean counts,
    Wording wording) {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern DATE = Pattern.compile("\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}.*");
  private static final Pattern DATE_NAME =
      Pattern.compile("(^|.*[^a-z])(date|datetime|timestamp)([^a-z].*|$)");
  private static final Pattern ID_NAME =
      Pattern.compile("(^|.*[^a-z])(id|ids|barcode|uuid|mrn)([^a-z].*|$)|.*[a-z]ID$");
  private static final Pattern SUBJECT_NAME =
      Pattern.compile(".*(patient|subject|case|participant|person).*");
  private static final Pattern OUTCOME_NAME =
      Pattern.compile(
          ".*(surviv|death|dead|deceased|mortal|vital|follow.?up|recur|relaps|progression|outcome"
              + "|censor|event|target|label|response|readmi|discharge).*"
              + "|(^|.*[^a-z])(os|dfs|pfs|rfs|dss|status|class|train|test|fold|split)([^a-z].*|$)");
  private static final int LEVELS_OF_CATEGORIES = 20;

  static ColumnFacts of(int index, String name, TextColumn texts) {
    boolean number = true;
    boolean whole = true;
    boolean dates = true;
    int distinct = 0;
    for (int level = 0; level < texts.levels(); level++) {
      if (!texts.isMissing(level)) {
        String text = texts.level(level);
        number &= !Float.isNaN(texts.number(level));
        whole &= WHOLE.matcher(text).matches();
        dates &= DATE.matcher(text).matches();
        distinct++;
      }
    }
    int missing = 0;
    for (int row = 0; row < texts.rows(); row++) {
      missing += texts.code(row) < 0 ? 1 : 0;
    }
    boolean any = distinct > 0;
    boolean counts = any && whole && distinct == texts.rows() && counts(texts);
    Wording wording = number || dates ? Wording.NEITHER : Wording.of(name, texts);
    return new ColumnFacts(
        index,
        name,
        number,
        any && whole,
        any && dates,
        distinct,
        missing,
        texts.rows(),
        counts,
        wording);
  }

  private static boolean counts(TextColumn texts) {
    long first = Long.parseLong(texts.text(0));
    if (first != 0 && first != 1) {
      return false;
    }
    for (int row = 0; row < texts.rows(); row++) {
      if (Long.parseLong(texts.text(row)) != first + row) {
        return false;
      }
    }
    return true;
  }

  /** Whether each row, or nearly, has a value of its own that can name it. */
  boolean canIdentify() {
    return missing == 0
        && (whole || !number)
        && !dates
        && !wording.sentences()
        && distinct > 1
        && 2L * distinct > rows;
  }

  boolean isNamedLikeAnOutcome() {
    return OUTCOME_NAME.matcher(lowerName()).matches();
  }

  boolean isNamedLikeAnId() {
    return ID_NAME.matcher(name).matches() || ID_NAME.matcher(lowerName()).matches();
  }

  /** Named like who is observed, rather than like what was taken of them. */
  boolean isNamedLikeASubject() {
    return SUBJECT_NAME.matcher(lowerName()).matches();
  }

  /** Whether it has one value, or none. */
  boolean isConstant() {
    return distinct <= 1;
  }

  /** Few values: classes rather than a quantity. */
  boolean hasFewValues() {
    return distinct <= (number ? LEVELS_OF_CATEGORIES / 2 : LEVELS_OF_CATEGORIES)
        && (whole || !number);
  }

  /** Why it is no feature, as far as its name and values tell; empty if it may be one. */
  String reasonAgainst() {
    if (distinct <= 1) {
      return distinct == 0 ? "empty" : "the same everywhere";
    } else if (dates || DATE_NAME.matcher(lowerName()).matches()) {
      return "a date";
    } else if (isNamedLikeAnOutcome()) {
      return "looks like an outcome, or a split";
    } else if (wording.sentences()) {
      return "a modality of its own";
    } else if (wording.pictures()) {
      return "names of images";
    } else if (counts || (isNamedLikeAnId() && 2L * distinct > rows) || isFreeText()) {
      return "looks like an identifier or free text";
    }
    return "";
  }

  private boolean isFreeText() {
    return !number && distinct > LEVELS_OF_CATEGORIES && 2L * distinct > rows - missing;
  }

  private String lowerName() {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
