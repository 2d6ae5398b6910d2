package org.interfuse.source.text;

/**
 * Walks over the cells of a block (RFC 4180): quoted cells may hold delimiters, line breaks and
 * doubled quotes; blanks around an unquoted cell do not belong to it; a quote inside an unquoted
 * cell is a character like others. Records end with LF, CRLF or CR. Not thread-safe.
 */
final class CellCursor {
  private static final byte QUOTE = '"';

  private final byte delimiter;
  private final MissingCodes missing;
  private final boolean numberCodes;

  private byte[] bytes = {};
  private int limit;

  /** Next byte to read; after a cell it stands on what ended the cell. */
  int position;

  /** The last cell's text is {@code text[textFrom, textTo)}. */
  byte[] text = {};

  int textFrom;
  int textTo;

  /** Whether the last {@link #number()} was neither a number nor missing. */
  boolean notNumber;

  /** Whether a quoted cell never closed, or something followed its closing quote. */
  boolean badQuote;

  private byte[] unescaped = new byte[256];

  CellCursor(byte delimiter, MissingCodes missing) {
    this.delimiter = delimiter;
    this.missing = missing;
    this.numberCodes = missing.hasNumbers();
  }

  /** Goes to the start of a block. */
  void start(byte[] blockBytes, int length) {
    bytes = blockBytes;
    limit = length;
    position = 0;
    badQuote = false;
  }

  boolean atEnd() {
    return position >= limit;
  }

  boolean atDelimiter() {
    return position < limit && bytes[position] == delimiter;
  }

  boolean atLineEnd() {
    return position >= limit || bytes[position] == '\n' || bytes[position] == '\r';
  }

  /** Steps over the delimiter. */
  void nextCell() {
    position++;
  }

  /** Steps over the line end. */
  void nextRecord() {
    int next = position + 1;
    if (next < limit && bytes[position] == '\r' && bytes[next] == '\n') {
      next++;
    }
    position = Math.min(next, limit);
  }

  /**
   * Reads a cell as a number: NaN where it is missing, and where it is none ({@link #notNumber}).
   * Plain decimals of up to 18 digits are read in one go; the rest takes the way over the text.
   */
  float number() {
    byte[] b = bytes;
    int start = position;
    int at = start;
    byte first = b[at];
    boolean negative = first == '-';
    if (negative) {
      at++;
    }
    long mantissa = 0;
    int digitsFrom = at;
    int digit = b[at] - '0';
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = b[++at] - '0';
    }
    int digits = at - digitsFrom;
    int fraction = 0;
    if (b[at] == '.') {
      int point = at;
      digit = b[++at] - '0';
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = b[++at] - '0';
      }
      fraction = at - point - 1;
      digits += fraction;
    }
    byte end = b[at];
    if (digits == 0 || digits > 18 || !(end == delimiter || end == '\n' || end == '\r')) {
      return numberFromText();
    }
    position = at;
    if (numberCodes
        && missing.isMissing(Decimals.scale(negative ? -mantissa : mantissa, -fraction))) {
      return Float.NaN;
    }
    return Decimals.round(mantissa, -fraction, negative, b, start, at);
  }

  private float numberFromText() {
    read();
    if (textFrom == textTo) {
      return Float.NaN;
    }
    float value = Decimals.parse(text, textFrom, textTo);
    if (Float.isNaN(value)) {
      notNumber = !missing.isMissingText(text, textFrom, textTo);
      return Float.NaN;
    }
    boolean isCode =
        numberCodes && missing.isMissing(MissingCodes.doubleOf(text, textFrom, textTo));
    return isCode ? Float.NaN : value;
  }

  /** Reads a cell as text. */
  void read() {
    if (position < limit && bytes[position] == QUOTE) {
      readQuoted();
      return;
    }
    byte[] b = bytes;
    int from = position;
    int at = from;
    while (b[at] != delimiter && b[at] != '\n' && b[at] != '\r') {
      at++;
    }
    position = at;
    while (from < at && isBlank(b[from])) {
      from++;
    }
    while (at > from && isBlank(b[at - 1])) {
      at--;
    }
    text = b;
    textFrom = from;
    textTo = at;
  }

  /** Steps over a cell. */
  void skip() {
    if (position < limit && bytes[position] == QUOTE) {
      readQuoted();
      return;
    }
    int at = position;
    while (bytes[at] != delimiter && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    position = at;
  }

  private void readQuoted() {
    int from = position + 1;
    int close = closingQuote(bytes, position, limit);
    if (close >= limit) {
      badQuote = true;
    }
    int end = Math.min(close, limit);
    unescape(from, end);
    position = Math.min(close + 1, limit);
    while (!atDelimiter() && !atLineEnd()) {
      badQuote |= !isBlank(bytes[position]);
      position++;
    }
  }

  private void unescape(int from, int to) {
    if (!ByteSearch.contains(bytes, from, to, QUOTE)) {
      text = bytes;
      textFrom = from;
      textTo = to;
      return;
    }
    if (unescaped.length < to - from) {
      unescaped = new byte[Math.max(to - from, unescaped.length * 2)];
    }
    int length = 0;
    for (int at = from; at < to; at++) {
      unescaped[length++] = bytes[at];
      if (bytes[at] == QUOTE) {
        at++;
      }
    }
    text = unescaped;
    textFrom = 0;
    textTo = length;
  }

  private boolean isBlank(byte character) {
    return character == ' ' || character == '\t';
  }

  /** The quote that closes the one at {@code open}, or {@code length} if none does. */
  static int closingQuote(byte[] bytes, int open, int length) {
    for (int at = open + 1; at < length; at++) {
      if (bytes[at] == QUOTE) {
        if (at + 1 < length && bytes[at + 1] == QUOTE) {
          at++;
        } else {
          return at;
        }
      }
    }
    return length;
  }
}
