package org.interfuse.modality;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Texts of any length, with line feeds, in one array of UTF-8 bytes: a million short notes are
 * their characters and four bytes each. At most 2 GB together. Immutable.
 */
public final class PackedTexts {
  private final byte[] bytes;
  private final int[] ends;

  private PackedTexts(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  /** Packs texts. */
  public static PackedTexts of(Iterable<String> texts) {
    Builder builder = new Builder();
    texts.forEach(builder::add);
    return builder.build();
  }

  /** How many there are. */
  public int size() {
    return ends.length;
  }

  /** A text. */
  public String get(int index) {
    int from = begin(index);
    return new String(bytes, from, ends[index] - from, StandardCharsets.UTF_8);
  }

  /** Bytes held. */
  public long heldBytes() {
    return bytes.length + (long) Integer.BYTES * ends.length;
  }

  /** Hands on where each text ends, and then all bytes. For digests. */
  public void content(Consumer<ByteBuffer> sink) {
    ByteBuffer places = ByteBuffer.allocate(ends.length * Integer.BYTES);
    places.asIntBuffer().put(ends);
    sink.accept(places);
    sink.accept(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedTexts packed
        && Arrays.equals(ends, packed.ends)
        && Arrays.equals(bytes, packed.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(ends);
  }

  private int begin(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Collects texts. Not thread-safe. */
  public static final class Builder {
    private byte[] bytes = new byte[1 << 10];
    private int[] ends = new int[1 << 6];
    private int count;
    private int used;

    /** Adds a text. */
    public Builder add(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      long needed = (long) used + utf8.length;
      if (needed > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("texts: expected 2 GB at most, but there are more");
      }
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, grown(bytes.length, needed));
      }
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, grown(count, count + 1));
      }
      System.arraycopy(utf8, 0, bytes, used, utf8.length);
      used += utf8.length;
      ends[count++] = used;
      return this;
    }

    private static int grown(int length, long least) {
      return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(least, length + (long) length / 2));
    }

    /** All texts added so far. */
    public PackedTexts build() {
      return new PackedTexts(Arrays.copyOf(bytes, used), Arrays.copyOf(ends, count));
    }
  }
}
