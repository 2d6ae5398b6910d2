package org.interfuse.modality;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Many names in one array of bytes, as a list that makes each text when asked: a million names take
 * some 15 MB rather than 80. Immutable.
 */
public final class PackedNames extends AbstractList<String> implements RandomAccess {
  private final byte[] bytes;
  private final int[] ends;

  private PackedNames(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  /** The list itself where it is packed, else an immutable copy. */
  public static List<String> kept(List<String> names) {
    return names instanceof PackedNames ? names : List.copyOf(names);
  }

  /** The list itself where it is packed, else packed. */
  public static PackedNames packed(List<String> names) {
    return names instanceof PackedNames packed ? packed : of(names);
  }

  /** One name, for looking it up. */
  static PackedNames single(byte[] utf8) {
    return new PackedNames(utf8, new int[] {utf8.length});
  }

  /** Packs names. */
  public static PackedNames of(Iterable<String> names) {
    Builder builder = new Builder();
    names.forEach(builder::add);
    return builder.build();
  }

  /** Names from the bytes that {@link #toBytes} gave. */
  public static PackedNames ofBytes(byte[] lines) {
    Builder builder = new Builder();
    int from = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        builder.add(lines, from, i);
        from = i + 1;
      }
    }
    return builder.build();
  }

  /** UTF-8, each name followed by a line feed. */
  public byte[] toBytes() {
    byte[] lines = new byte[bytes.length + ends.length];
    int at = 0;
    for (int i = 0; i < ends.length; i++) {
      int from = begin(i);
      System.arraycopy(bytes, from, lines, at, ends[i] - from);
      at += ends[i] - from;
      lines[at++] = '\n';
    }
    return lines;
  }

  @Override
  public String get(int index) {
    int from = begin(index);
    return new String(bytes, from, ends[index] - from, StandardCharsets.UTF_8);
  }

  @Override
  public int size() {
    return ends.length;
  }

  /** Some of the names, in the order given. */
  public PackedNames select(int[] places) {
    Builder builder = new Builder();
    for (int place : places) {
      builder.add(bytes, begin(place), ends[place]);
    }
    return builder.build();
  }

  /** Equal to every list of the same names; against another packed one without making a text. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedNames packed
        ? Arrays.equals(ends, packed.ends) && Arrays.equals(bytes, packed.bytes)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode(); // that of every list
  }

  /** A hash of a name's bytes. */
  int hash(int index) {
    int hash = 1;
    for (int i = begin(index); i < ends[index]; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash * 0x9E3779B9;
  }

  /** Whether a name equals one of another list. */
  boolean same(int index, PackedNames other, int otherIndex) {
    return Arrays.equals(
        bytes,
        begin(index),
        ends[index],
        other.bytes,
        other.begin(otherIndex),
        other.ends[otherIndex]);
  }

  private int begin(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Collects names. Not thread-safe. */
  public static final class Builder {
    private byte[] bytes = new byte[1 << 10];
    private int[] ends = new int[1 << 6];
    private int count;
    private int used;

    /**
     * Adds a name.
     *
     * @throws IllegalArgumentException if it holds a line feed
     */
    public Builder add(String name) {
      if (name.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a name: expected no line feed, but there is one");
      }
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      return add(utf8, 0, utf8.length);
    }

    /** Adds a name of UTF-8 bytes. */
    public Builder add(byte[] utf8, int from, int to) {
      int length = to - from;
      if (Math.addExact(used, length) > bytes.length) {
        bytes = Arrays.copyOf(bytes, grown(bytes.length, used + length));
      }
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, grown(count, count + 1));
      }
      System.arraycopy(utf8, from, bytes, used, length);
      used += length;
      ends[count++] = used;
      return this;
    }

    private static int grown(int length, int least) {
      return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(least, length + (long) length / 2));
    }

    /** All names added so far. */
    public PackedNames build() {
      return new PackedNames(Arrays.copyOf(bytes, used), Arrays.copyOf(ends, count));
    }
  }
}
