package org.interfuse.source.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a text whose fields blanks divide: runs of spaces and tabs, as PLINK and
 * MatrixMarket write them. Makes no text until one is asked for. Blank lines are stepped over. Not
 * thread-safe.
 */
public final class FieldLines implements AutoCloseable {
  private static final int LONGEST_LINE = 1 << 26;

  private final InputStream stream;
  private byte[] bytes = new byte[1 << 16];
  private int begin;
  private int end;
  private boolean ended;
  private long line;
  private int[] from = new int[8];
  private int[] to = new int[8];
  private int fields;

  /** Reads a stream, which it closes in the end. */
  public FieldLines(InputStream stream) {
    this.stream = stream;
  }

  /** Goes to the next line that is not blank; false at the end. */
  public boolean next() throws IOException {
    while (true) {
      int feed = feed();
      if (feed < 0) {
        return false;
      }
      line++;
      split(feed);
      begin = Math.min(end, feed + 1);
      if (fields > 0) {
        return true;
      }
    }
  }

  /** Where the line that begins at {@code begin} ends; -1 if there is none. */
  private int feed() throws IOException {
    int searched = begin;
    while (true) {
      for (int at = searched; at < end; at++) {
        if (bytes[at] == '\n') {
          return at;
        }
      }
      if (ended) {
        return begin < end ? end : -1;
      }
      searched = end - begin;
      fill();
      searched += begin;
    }
  }

  private void fill() throws IOException {
    System.arraycopy(bytes, begin, bytes, 0, end - begin);
    end -= begin;
    begin = 0;
    if (end == bytes.length) {
      if (end >= LONGEST_LINE) {
        throw new IOException("a line of more than %d MiB".formatted(LONGEST_LINE >> 20));
      }
      bytes = Arrays.copyOf(bytes, 2 * end);
    }
    int read = stream.read(bytes, end, bytes.length - end);
    ended = read < 0;
    end += Math.max(0, read);
  }

  private void split(int feed) {
    fields = 0;
    int at = begin;
    while (at < feed) {
      while (at < feed && isBlank(bytes[at])) {
        at++;
      }
      int start = at;
      while (at < feed && !isBlank(bytes[at])) {
        at++;
      }
      if (at > start) {
        if (fields == from.length) {
          from = Arrays.copyOf(from, 2 * fields);
          to = Arrays.copyOf(to, 2 * fields);
        }
        from[fields] = start;
        to[fields++] = at;
      }
    }
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t' || character == '\r';
  }

  /** The number of this line as people count, from 1. */
  public long line() {
    return line;
  }

  /** How many fields it has, at least one. */
  public int fields() {
    return fields;
  }

  /** The bytes that hold the line; they change with {@link #next}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where a field begins in {@link #bytes}. */
  public int from(int field) {
    return from[field];
  }

  /** Where a field ends in {@link #bytes}. */
  public int to(int field) {
    return to[field];
  }

  /** A field as text. */
  public String text(int field) {
    return new String(bytes, from[field], to[field] - from[field], StandardCharsets.UTF_8);
  }

  /** The whole line as it stands, without blanks around it. */
  public String whole() {
    return new String(bytes, from[0], to[fields - 1] - from[0], StandardCharsets.UTF_8);
  }

  /** Whether a field is this text in ASCII. */
  public boolean is(int field, String text) {
    return text.length() == to[field] - from[field] && text(field).equals(text);
  }

  /** A field as a whole number without sign; -1 where it is none, or beyond 18 digits. */
  public long whole(int field) {
    int length = to[field] - from[field];
    if (length > 18) {
      return -1;
    }
    long number = 0;
    for (int at = from[field]; at < to[field]; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** A field as a number, rounded to float32; NaN where it is none. */
  public float number(int field) {
    return Decimals.parse(bytes, from[field], to[field]);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
