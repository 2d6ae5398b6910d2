package org.interfuse.source.wide;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.function.Consumer;

/**
 * Lines of equal length of a file, mapped read-only: as many maps as it takes, since one reaches 2
 * GB. A line never straddles two. Immutable; the maps live as long as somebody reads them.
 */
public final class MappedLines {
  /** The longest line that can be mapped. */
  public static final long LONGEST_LINE = Integer.MAX_VALUE;

  private final ByteBuffer[] parts;
  private final int linesOfPart;
  private final int lines;
  private final int lineBytes;

  private MappedLines(ByteBuffer[] parts, int linesOfPart, int lines, int lineBytes) {
    this.parts = parts;
    this.linesOfPart = linesOfPart;
    this.lines = lines;
    this.lineBytes = lineBytes;
  }

  /**
   * Maps lines of a file.
   *
   * @param begin the first line's first byte
   * @param lineBytes at most {@link #LONGEST_LINE}
   */
  public static MappedLines map(FileChannel channel, long begin, int lines, long lineBytes)
      throws IOException {
    return map(channel, begin, lines, lineBytes, Integer.MAX_VALUE);
  }

  /** The same with maps of at most so many bytes. */
  public static MappedLines map(
      FileChannel channel, long begin, int lines, long lineBytes, int mostBytes)
      throws IOException {
    int each = (int) Math.max(1, Math.min(lines, mostBytes / Math.max(1, lineBytes)));
    ByteBuffer[] parts = new ByteBuffer[(int) ((lines + (long) each - 1) / each)];
    for (int part = 0; part < parts.length; part++) {
      long first = (long) part * each;
      long count = Math.min(each, lines - first);
      parts[part] =
          channel
              .map(MapMode.READ_ONLY, begin + first * lineBytes, count * lineBytes)
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    return new MappedLines(parts, each, lines, Math.toIntExact(lineBytes));
  }

  /** How many lines. */
  public int lines() {
    return lines;
  }

  /** Bytes of all lines. */
  public long bytes() {
    return (long) lines * lineBytes;
  }

  /** The map that holds a line, little-endian; its position and limit must not be changed. */
  public ByteBuffer part(int line) {
    return parts[line / linesOfPart];
  }

  /** Where a line begins in its map. */
  public int offset(int line) {
    return line % linesOfPart * lineBytes;
  }

  /** Hands on all bytes in order. */
  public void content(Consumer<ByteBuffer> sink) {
    for (ByteBuffer part : parts) {
      sink.accept(part.duplicate());
    }
  }
}
