package org.interfuse.source.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into blocks of whole records, in order. Quoted cells may hold line breaks, so a cut
 * is looked for from the block's first record where the block has quotes. Thread-safe: workers take
 * turns.
 */
final class Blocks {
  /** A single record may not be larger, so that an unclosed quote does not fill the memory. */
  static final int LARGEST_RECORD = 1 << 28;

  private static final int SIZE = 1 << 21;
  private static final byte QUOTE = '"';

  private final InputStream stream;
  private byte[] carried;
  private byte delimiter = ',';
  private long offset;
  private int index;
  private boolean ended;

  /** Reads the head of the stream, past a byte order mark. */
  Blocks(InputStream stream) throws IOException {
    this.stream = stream;
    byte[] head = stream.readNBytes(SIZE);
    ended = head.length < SIZE;
    offset = startsWithByteOrderMark(head) ? 3 : 0;
    carried = offset == 0 ? head : Arrays.copyOfRange(head, 3, head.length);
  }

  /** The bytes before the first block is taken; at most two megabytes. */
  byte[] head() {
    return carried;
  }

  /** Whether {@link #head()} is the whole file. */
  boolean headIsAll() {
    return ended;
  }

  /** What separates cells; known before the first block is taken. */
  void delimiter(byte character) {
    delimiter = character;
  }

  /** Fills the block with the next records; false at the end. */
  synchronized boolean next(Block block) throws IOException {
    if (ended && carried.length == 0) {
      return false;
    }
    int length = carried.length;
    block.ensure(Math.max(SIZE, length + SIZE / 2));
    System.arraycopy(carried, 0, block.bytes, 0, length);
    int end;
    while (true) {
      length = fill(block, length);
      end = ended ? length : boundary(block.bytes, length);
      if (end > 0 || ended) {
        break;
      }
      if (length > LARGEST_RECORD) {
        throw new RecordTooLargeException();
      }
      block.ensure(block.capacity() * 2);
    }
    carried = Arrays.copyOfRange(block.bytes, end, length);
    block.bytes[end] = '\n';
    block.length = end;
    block.offset = offset;
    block.index = index++;
    offset += end;
    return end > 0;
  }

  private int fill(Block block, int from) throws IOException {
    int length = from;
    while (!ended && length < block.capacity()) {
      int read = stream.read(block.bytes, length, block.capacity() - length);
      if (read < 0) {
        ended = true;
      } else {
        length += read;
      }
    }
    return length;
  }

  /** The end of the last whole record in {@code bytes[0, length)}, or 0. */
  private int boundary(byte[] bytes, int length) {
    if (ByteSearch.contains(bytes, 0, length, QUOTE)) {
      return boundaryAmongQuotes(bytes, length);
    }
    int feed = ByteSearch.last(bytes, 0, length, (byte) '\n');
    return feed >= 0 ? feed + 1 : ByteSearch.last(bytes, 0, length - 1, (byte) '\r') + 1;
  }

  private int boundaryAmongQuotes(byte[] bytes, int length) {
    int end = 0;
    boolean cellBegins = true;
    for (int at = 0; at < length - 1; at++) {
      byte character = bytes[at];
      if (cellBegins && character == QUOTE) {
        at = CellCursor.closingQuote(bytes, at, length);
        cellBegins = false;
      } else if (character == '\n' || (character == '\r' && bytes[at + 1] != '\n')) {
        end = at + 1;
        cellBegins = true;
      } else {
        cellBegins = character == delimiter;
      }
    }
    return end;
  }

  private static boolean startsWithByteOrderMark(byte[] head) {
    return head.length >= 3
        && head[0] == (byte) 0xEF
        && head[1] == (byte) 0xBB
        && head[2] == (byte) 0xBF;
  }

  /** A record is larger than {@link #LARGEST_RECORD}. */
  static final class RecordTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    RecordTooLargeException() {
      super("a row of more than %d MiB; is a quote never closed?".formatted(LARGEST_RECORD >> 20));
    }
  }
}
