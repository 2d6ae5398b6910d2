package org.interfuse.init;

import java.util.Locale;
import java.util.regex.Pattern;
import org.interfuse.source.text.TextColumn;

/**
 * What the words of a column look like.
 *
 * @param sentences whether at least half of the cells that are not missing have three words or
 *     more, and they have more than 20 values
 * @param pictures whether every cell that is not missing ends like the name of an image
 */
record Wording(boolean sentences, boolean pictures) {
  static final Wording NEITHER = new Wording(false, false);

  private static final int WORDS = 3;
  private static final int MOST_CATEGORIES = 20;
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern PICTURE = Pattern.compile("(?i).+\\.(png|jpe?g|tiff?)");
  private static final Pattern NAMES =
      Pattern.compile("(^|.*[^a-z])(name|names|surname|address|street|city)([^a-z].*|$)");

  /**
   * Looks at a column.
   *
   * @param name of the column; one of names or addresses holds no sentences
   */
  static Wording of(String name, TextColumn texts) {
    boolean[] several = new boolean[texts.levels()];
    int distinct = 0;
    boolean pictures = true;
    for (int level = 0; level < texts.levels(); level++) {
      if (!texts.isMissing(level)) {
        String text = texts.level(level).strip();
        several[level] = SPACES.split(text, WORDS).length >= WORDS;
        pictures &= PICTURE.matcher(text).matches();
        distinct++;
      }
    }
    boolean named = NAMES.matcher(name.toLowerCase(Locale.ROOT).replace('_', ' ')).matches();
    boolean sentences = distinct > MOST_CATEGORIES && !named && most(texts, several);
    return new Wording(sentences && !pictures, distinct > 0 && pictures);
  }

  private static boolean most(TextColumn texts, boolean[] several) {
    int cells = 0;
    int some = 0;
    for (int row = 0; row < texts.rows(); row++) {
      int level = texts.code(row);
      cells += level >= 0 ? 1 : 0;
      some += level >= 0 && several[level] ? 1 : 0;
    }
    return 2 * some >= cells;
  }
}
