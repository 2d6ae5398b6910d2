package org.interfuse.source.array;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;

/**
 * The Python dictionary of a {@code .npy} header: exactly the keys {@code descr} (text), {@code
 * fortran_order} ({@code True} or {@code False}) and {@code shape} (a tuple of whole numbers), in
 * any order; then blanks.
 */
final class NpyDictionary {
  private final String shown;
  private final String text;
  private int at;
  private @Nullable String descr;
  private @Nullable Boolean fortranOrder;
  private @Nullable List<Long> shape;

  NpyDictionary(String shown, String text) {
    this.shown = shown;
    this.text = text;
  }

  /** What it says. */
  record Entries(String descr, boolean fortranOrder, List<Long> shape) {}

  Entries read() {
    expect('{');
    while (!next('}')) {
      String key = string();
      expect(':');
      entry(key);
      if (!next(',')) {
        expect('}');
        break;
      }
    }
    if (at < text.length() && !text.substring(at).isBlank()) {
      throw wrong("nothing but blanks behind the dictionary");
    }
    if (descr == null || fortranOrder == null || shape == null) {
      throw wrong("descr, fortran_order and shape");
    }
    return new Entries(descr, fortranOrder, shape);
  }

  private void entry(String key) {
    if (key.equals("descr") && descr == null) {
      descr = string();
    } else if (key.equals("fortran_order") && fortranOrder == null) {
      fortranOrder = truth();
    } else if (key.equals("shape") && shape == null) {
      shape = tuple();
    } else {
      throw wrong("descr, fortran_order and shape once each, no other key");
    }
  }

  private String string() {
    blanks();
    char quote = at < text.length() ? text.charAt(at) : 0;
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
      throw wrong("plain text in quotes (structured elements are not read)");
    }
    String string = text.substring(at + 1, end);
    at = end + 1;
    return string;
  }

  private boolean truth() {
    blanks();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw wrong("True or False for fortran_order");
  }

  private List<Long> tuple() {
    List<Long> numbers = new ArrayList<>();
    expect('(');
    while (!next(')')) {
      numbers.add(number());
      if (!next(',')) {
        expect(')');
        break;
      }
    }
    return List.copyOf(numbers);
  }

  private long number() {
    blanks();
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from || at - from > 18) {
      throw wrong("whole numbers below 10^18 in shape");
    }
    return Long.parseLong(text.substring(from, at));
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean next(char wanted) {
    blanks();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char wanted) {
    if (!next(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private FindingsException wrong(String expected) {
    return new FindingsException(
        Finding.of(
            shown,
            "its header must be a dictionary of descr, fortran_order and shape",
            "none: at character %d there should be %s".formatted(at, expected)));
  }
}
