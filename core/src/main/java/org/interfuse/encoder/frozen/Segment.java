package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.interfuse.file.Sha256;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.tensor.safetensors.ElementType;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;

/**
 * Representations of some items in one file that is written once and never changed: their digests
 * {@code items} [n, 32], {@code starts} [n + 1] and {@code tokens} [T, width], with the file's own
 * digest. It is named by the items in it, so that two processes that write the same write one file.
 *
 * @param file where it lies
 * @param digests of the n items
 */
record Segment(Path file, List<ItemDigest> digests) {
  static final String SUFFIX = ".safetensors";

  private static final String ITEMS = "items";
  private static final String STARTS = "starts";
  private static final String TOKENS = "tokens";

  /**
   * Writes one.
   *
   * @param values of each item [tokens × width]
   * @return its file
   */
  static Path write(Path folder, List<ItemDigest> digests, List<float[]> values, int width)
      throws IOException {
    int n = digests.size();
    ByteBuffer items = bytes(n * ItemDigest.BYTES);
    digests.forEach(digest -> digest.write(items.order(ByteOrder.BIG_ENDIAN)));
    ByteBuffer starts = bytes((n + 1) * Long.BYTES).putLong(0);
    long total = 0;
    for (float[] one : values) {
      total += one.length / width;
      starts.putLong(total);
    }
    ByteBuffer tokens = bytes(Math.toIntExact(total * width * Float.BYTES));
    for (float[] one : values) {
      for (float value : one) {
        tokens.putFloat(value);
      }
    }
    Path file = folder.resolve(Sha256.hexadecimal(items.flip().array()) + SUFFIX);
    ModelArchive.write(
        file,
        Map.of(),
        List.of(
            NamedTensor.of(ITEMS, ElementType.U8, List.of((long) n, 32L), items),
            NamedTensor.of(STARTS, ElementType.I64, List.of(n + 1L), starts.flip()),
            NamedTensor.of(TOKENS, ElementType.F32, List.of(total, (long) width), tokens.flip())));
    return file;
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Sees what is in one. Whether it is whole {@link #open} says.
   *
   * @throws FindingsException if it is no such file, or gone
   */
  static Segment look(Path file) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return new Segment(file, digests(reader));
    }
  }

  private static List<ItemDigest> digests(SafetensorsReader reader) throws IOException {
    ByteBuffer items = reader.read(ITEMS).order(ByteOrder.BIG_ENDIAN);
    ItemDigest[] digests = new ItemDigest[items.remaining() / ItemDigest.BYTES];
    for (int i = 0; i < digests.length; i++) {
      digests[i] = ItemDigest.read(items);
    }
    return List.of(digests);
  }

  /**
   * The numbers of a segment.
   *
   * @param starts [n + 1]: item i has the tokens from {@code starts[i]} to before {@code starts[i +
   *     1]}
   * @param tokens mapped
   */
  record Opened(int[] starts, ByteBuffer tokens) {}

  /**
   * Reads all of it once, compares its digest, and maps it.
   *
   * @throws FindingsException if it is not what was written, or gone
   */
  Opened open() throws IOException {
    try (SafetensorsReader reader = ModelArchive.read(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (!digests(reader).equals(digests)) {
        throw new FindingsException(
            Finding.of(file.toString(), "it must hold the items that it held", "others"));
      }
      ByteBuffer written = reader.read(STARTS);
      int[] starts = new int[digests.size() + 1];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = Math.toIntExact(written.getLong());
      }
      TensorEntry entry = reader.tensor(TOKENS);
      ByteBuffer tokens =
          channel.map(FileChannel.MapMode.READ_ONLY, reader.position(entry), entry.bytes());
      return new Opened(starts, tokens);
    }
  }
}
