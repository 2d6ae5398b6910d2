package org.interfuse.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.interfuse.modality.PackedTexts;

/**
 * Texts that are equal but for case, spaces, punctuation and links: a note that was copied, a post
 * that was shared. Short ones are left out, for they are equal by chance.
 */
final class AlikeTexts {
  private static final Pattern LINK = Pattern.compile("https?://\\S+");
  private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int SHORTEST = 40; // letters and digits

  private AlikeTexts() {}

  /** Each such text with the first that is alike. */
  static List<AlikeRows.Pair> pairs(PackedTexts texts) {
    Map<String, Integer> firstOf = new HashMap<>();
    List<AlikeRows.Pair> pairs = new ArrayList<>();
    for (int row = 0; row < texts.size(); row++) {
      String plain = plain(texts.get(row));
      Integer first = plain.length() < SHORTEST ? null : firstOf.putIfAbsent(plain, row);
      if (first != null) {
        pairs.add(new AlikeRows.Pair(first, row));
      }
    }
    return pairs;
  }

  private static String plain(String text) {
    String lower = LINK.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return OTHER.matcher(lower).replaceAll("");
  }
}
