package org.interfuse.source.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.NpyDictionary.Entries;
import org.interfuse.source.text.TextFile;

/**
 * The header of a {@code .npy} file, versions 1.0 to 3.0: eight bytes of magic and version, the
 * length of the dictionary (two bytes little-endian in 1.0, four later), the dictionary, the data
 * (numpy.lib.format). Nothing is ever unpickled.
 */
final class NpyHeader {
  private static final int MOST_BYTES = 1 << 20;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private final String shown;
  private final FileChannel channel;

  private NpyHeader(String shown, FileChannel channel) {
    this.shown = shown;
    this.channel = channel;
  }

  /**
   * Where the matrix of a file lies.
   *
   * @throws FindingsException if it is no such file, or holds no matrix of numbers
   */
  static ArrayLayout read(Path file, String shown) {
    return read(file, shown, false).layout();
  }

  /**
   * The same of an array with a third axis in front.
   *
   * @throws FindingsException if it has not three axes, or is in Fortran order
   */
  static StackLayout readStack(Path file, String shown) {
    return read(file, shown, true);
  }

  /**
   * An array of any number of axes.
   *
   * @throws FindingsException if it is in Fortran order
   */
  static ArrayShape readShape(Path file, String shown) {
    return open(file, shown, NpyHeader::shape);
  }

  private static StackLayout read(Path file, String shown, boolean stack) {
    return open(file, shown, (header, entries, begin) -> header.layout(entries, begin, stack));
  }

  /** Makes something of a header. */
  private interface Reading<T> {
    T of(NpyHeader header, Entries entries, long begin) throws IOException;
  }

  private static <T> T open(Path file, String shown, Reading<T> reading) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new NpyHeader(shown, channel).read(reading);
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  private <T> T read(Reading<T> reading) throws IOException {
    ByteBuffer start = bytes(0, MAGIC.length + 2, "its magic and version");
    for (byte expected : MAGIC) {
      if (start.get() != expected) {
        throw at("it must begin with \\x93NUMPY", "something else");
      }
    }
    int version = start.get();
    if (version < 1 || version > 3) {
      throw at("its format version must be 1.0, 2.0 or 3.0", (version & 0xff) + "." + start.get());
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    ByteBuffer length = bytes(MAGIC.length + 2, lengthBytes, "the length of its header");
    long bytes =
        version == 1
            ? Short.toUnsignedInt(length.getShort())
            : Integer.toUnsignedLong(length.getInt());
    if (bytes > MOST_BYTES) {
      throw at(
          "its header must have at most %,d bytes".formatted(MOST_BYTES), "%,d".formatted(bytes));
    }
    int begin = MAGIC.length + 2 + lengthBytes;
    String text = StandardCharsets.UTF_8.decode(bytes(begin, (int) bytes, "its header")).toString();
    return reading.of(this, new NpyDictionary(shown, text).read(), begin + bytes);
  }

  private ArrayShape shape(Entries entries, long begin) throws IOException {
    if (entries.fortranOrder()) {
      throw at("an array of images must be in C order", "Fortran order");
    }
    ArrayShape shape =
        new ArrayShape(
            ArrayElement.ofNumpy(entries.descr()).orElseThrow(() -> unknown(entries.descr())),
            begin,
            entries.shape());
    long[] axes = new long[shape.axes().size()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = shape.axis(shown, i);
    }
    requireData(entries, begin, shape.element(), axes);
    return shape;
  }

  private StackLayout layout(Entries entries, long begin, boolean stack) throws IOException {
    ArrayElement element =
        ArrayElement.ofNumpy(entries.descr()).orElseThrow(() -> unknown(entries.descr()));
    List<Long> shape = entries.shape();
    if (!stack && shape.size() != 2) {
      throw at("a matrix must have two axes", shape.size() + ": " + shape);
    }
    if (stack && entries.fortranOrder()) {
      throw at("an array with three axes must be in C order", "Fortran order");
    }
    StackLayout layout =
        stack
            ? StackLayout.of(shown, shape, element, begin)
            : StackLayout.of(
                new ArrayLayout(
                    element,
                    begin,
                    ArrayLayout.axis(shown, shape.get(0)),
                    ArrayLayout.axis(shown, shape.get(1)),
                    entries.fortranOrder()));
    requireData(entries, begin, element, layout.layout().rows(), layout.layout().columns());
    return layout;
  }

  private void requireData(Entries entries, long begin, ArrayElement element, long... axes)
      throws IOException {
    long data = element.bytes();
    try {
      for (long axis : axes) {
        data = Math.multiplyExact(data, axis);
      }
    } catch (ArithmeticException e) {
      throw at(
          "it must hold all its cells",
          "shape %s of %s, more than any file holds".formatted(entries.shape(), entries.descr()));
    }
    if (channel.size() - begin != data) {
      throw at(
          "%s of shape %s takes %,d bytes".formatted(entries.descr(), entries.shape(), data),
          "%,d after the header".formatted(channel.size() - begin));
    }
  }

  private FindingsException unknown(String descr) {
    return new FindingsException(
        Finding.of(
            shown,
            "its elements must be little-endian numbers",
            "'" + descr + "'" + kind(descr),
            ArrayElement.numpyNames()));
  }

  /** What the letter of a {@code descr} says. */
  private static String kind(String descr) {
    char letter = descr.length() > 1 ? descr.charAt(1) : ' ';
    return switch (letter) {
      case 'c' -> ", complex numbers";
      case 'O' -> ", Python objects, which are never unpickled";
      case 'U', 'S', 'a' -> ", texts";
      case 'M', 'm' -> ", dates or times";
      default -> descr.startsWith(">") ? ", big-endian" : "";
    };
  }

  private ByteBuffer bytes(long from, int count, String what) throws IOException {
    if (channel.size() < from + count) {
      throw at("it must hold " + what, "an end at byte %,d".formatted(channel.size()));
    }
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    ArrayReader.readFully(channel, bytes, from, shown);
    return bytes.flip();
  }

  private FindingsException at(String rule, String found) {
    return new FindingsException(Finding.of(shown, rule, found));
  }
}
