package org.interfuse.tensor.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Lays tensors out and writes the header of that layout. */
final class HeaderWriter {
  private static final int ALIGNMENT = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private HeaderWriter() {}

  /** Wider elements first, so that each tensor is aligned to its elements; else the given order. */
  static List<NamedTensor> inFileOrder(List<NamedTensor> tensors) {
    requireUnique(tensors);
    List<NamedTensor> ordered = new ArrayList<>(tensors);
    ordered.sort(Comparator.comparingInt(tensor -> -tensor.type().bytes()));
    return ordered;
  }

  /** Length and header, padded with spaces so that the data begins at a multiple of 8 bytes. */
  static byte[] encode(Map<String, String> metadata, List<NamedTensor> ordered) {
    byte[] json = json(new Header(new TreeMap<>(metadata), layOut(ordered)));
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (padded > Header.MAX_BYTES) {
      throw new IllegalArgumentException(
          "the header is at most " + Header.MAX_BYTES + " bytes long; this one has " + padded);
    }
    ByteBuffer encoded = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    encoded.putLong(padded).put(json);
    while (encoded.hasRemaining()) {
      encoded.put((byte) ' ');
    }
    return encoded.array();
  }

  private static List<TensorEntry> layOut(List<NamedTensor> ordered) {
    List<TensorEntry> entries = new ArrayList<>();
    long begin = 0;
    for (NamedTensor tensor : ordered) {
      long end = Math.addExact(begin, tensor.data().bytes());
      entries.add(new TensorEntry(tensor.name(), tensor.type(), tensor.shape(), begin, end));
      begin = end;
    }
    return entries;
  }

  private static byte[] json(Header header) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      if (!header.metadata().isEmpty()) {
        json.writeObjectPropertyStart(Header.METADATA);
        header.metadata().forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      header.tensors().forEach(entry -> write(entry, json));
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(TensorEntry entry, JsonGenerator json) {
    json.writeObjectPropertyStart(entry.name());
    json.writeStringProperty("dtype", entry.type().name());
    json.writeName("shape");
    long[] shape = entry.dimensions();
    json.writeArray(shape, 0, shape.length);
    json.writeName("data_offsets");
    json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
    json.writeEndObject();
  }

  private static void requireUnique(List<NamedTensor> tensors) {
    Set<String> names = new HashSet<>();
    for (NamedTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named '" + tensor.name() + "'");
      }
    }
    if (names.size() > Header.MAX_TENSORS) {
      throw new IllegalArgumentException("a file holds at most " + Header.MAX_TENSORS + " tensors");
    }
  }
}
