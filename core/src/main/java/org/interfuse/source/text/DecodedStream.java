package org.interfuse.source.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TableFormat.Undecodable;

/** A text in any encoding as UTF-8. */
public final class DecodedStream extends InputStream {
  private static final int PIECE = 1 << 16;

  private final InputStream source;
  private final TableFormat format;
  private final String where;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer raw = ByteBuffer.allocate(PIECE).flip();
  private final CharBuffer text = CharBuffer.allocate(PIECE).flip();
  private final ByteBuffer utf8 = ByteBuffer.allocate(PIECE).flip();
  private long decoded;
  private boolean flushed;
  private boolean ended;

  /**
   * @param where how messages name the file
   */
  public DecodedStream(InputStream source, TableFormat format, String where) {
    this.source = source;
    this.format = format;
    this.where = where;
    CodingErrorAction action =
        format.undecodable() == Undecodable.REPLACE
            ? CodingErrorAction.REPLACE
            : CodingErrorAction.REPORT;
    this.decoder =
        format.charset().newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    while (!utf8.hasRemaining()) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, utf8.remaining());
    utf8.get(into, from, count);
    return count;
  }

  private void fill() throws IOException {
    text.compact();
    if (!flushed) {
      decode();
    }
    text.flip();
    utf8.compact();
    encoder.encode(text, utf8, flushed);
    ended = flushed && !text.hasRemaining();
    utf8.flip();
  }

  /** Some more characters; once the last are there, no more are asked for. */
  private void decode() throws IOException {
    raw.compact();
    int read = source.read(raw.array(), raw.position(), raw.remaining());
    boolean last = read < 0;
    raw.position(raw.position() + Math.max(0, read)).flip();
    int before = raw.position();
    CoderResult result = decoder.decode(raw, text, last);
    decoded += raw.position() - before;
    if (result.isError()) {
      throw undecodable();
    }
    if (last && result.isUnderflow()) {
      flushed = decoder.flush(text).isUnderflow();
    }
  }

  private FindingsException undecodable() {
    return new FindingsException(
        Finding.of(
            where,
            "the file must be " + format.charset().displayName(java.util.Locale.ROOT),
            "other bytes at byte %,d".formatted(decoded),
            java.util.List.of("say another 'encoding'", "say 'undecodable: replace'")));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
