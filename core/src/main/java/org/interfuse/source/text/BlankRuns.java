package org.interfuse.source.text;

import java.io.IOException;
import java.io.InputStream;

/**
 * A text whose fields are divided by runs of spaces and tabs, as the same text with one tab between
 * them and none around a line.
 */
final class BlankRuns extends InputStream {
  /** What a study calls such a delimiter. */
  static final String NAME = "blanks";

  private static final int BUFFER = 1 << 16;

  private final InputStream stream;
  private final byte[] raw = new byte[BUFFER];
  private final byte[] squeezed = new byte[BUFFER + 1]; // a tab may be left from before
  private int from;
  private int to;
  private boolean lineBegins = true;
  private boolean pending;

  BlankRuns(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public int read() throws IOException {
    return fill() ? squeezed[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(squeezed, from, into, at, count);
    from += count;
    return count;
  }

  /** Whether there is another byte. */
  private boolean fill() throws IOException {
    while (from == to) {
      int count = stream.read(raw, 0, raw.length);
      if (count < 0) {
        return false;
      }
      squeeze(count);
    }
    return true;
  }

  private void squeeze(int count) {
    from = 0;
    to = 0;
    for (int i = 0; i < count; i++) {
      byte character = raw[i];
      if (character == ' ' || character == '\t') {
        pending = !lineBegins;
        continue;
      }
      boolean ends = character == '\n' || character == '\r';
      if (pending && !ends) {
        squeezed[to++] = '\t';
      }
      pending = false;
      squeezed[to++] = character;
      lineBegins = ends;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
