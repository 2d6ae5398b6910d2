package org.interfuse.tensor.safetensors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads a header strictly: whatever the format does not allow is a finding. */
final class HeaderParser {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final String file;
  private final JsonParser json;
  private final long dataBytes;
  private final SortedMap<String, String> metadata = new TreeMap<>();
  private final List<TensorEntry> tensors = new ArrayList<>();

  private HeaderParser(String file, byte[] header, long dataBytes) {
    this.file = file;
    this.json = parser(header);
    this.dataBytes = dataBytes;
  }

  static JsonParser parser(byte[] header) {
    return JSON.createParser(ObjectReadContext.empty(), header);
  }

  /**
   * The header of {@code file}.
   *
   * @param dataBytes how many bytes follow the header
   * @throws FindingsException if it is not a valid header of that much data
   */
  static Header parse(String file, byte[] header, long dataBytes) {
    try {
      return new HeaderParser(file, header, dataBytes).parse();
    } catch (JacksonException e) {
      FindingsException error =
          at(file + ", header", "it must be valid JSON without repeated names", message(e));
      error.initCause(e);
      throw error;
    }
  }

  private static String message(JacksonException e) {
    return e.getOriginalMessage().replace('\n', ' ');
  }

  private Header parse() {
    expect(JsonToken.START_OBJECT, file + ", header", "an object");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (name.equals(Header.METADATA)) {
        readMetadata();
      } else {
        tensors.add(readTensor(name, file + ", tensor '" + name + "'"));
      }
      require(
          tensors.size() <= Header.MAX_TENSORS,
          file,
          "a file holds at most " + Header.MAX_TENSORS + " tensors",
          "more");
    }
    require(json.nextToken() == null, file + ", header", "nothing follows its object", "more");
    tensors.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
    requireNoHoles();
    return new Header(metadata, tensors);
  }

  private void readMetadata() {
    String where = file + ", " + Header.METADATA;
    expect(JsonToken.START_OBJECT, where, "an object");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      expect(JsonToken.VALUE_STRING, where + "." + key, "text");
      metadata.put(key, json.getString());
    }
  }

  private TensorEntry readTensor(String name, String where) {
    ElementType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    expect(JsonToken.START_OBJECT, where, "an object");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (json.currentName()) {
        case "dtype" -> type = readType(where);
        case "shape" -> shape = readNumbers(where + ", shape", Header.MAX_RANK);
        case "data_offsets" -> offsets = readNumbers(where + ", data_offsets", 2);
        default ->
            throw at(
                where, "it has dtype, shape and data_offsets only", "'" + json.currentName() + "'");
      }
    }
    return entry(name, where, type, shape, offsets);
  }

  private TensorEntry entry(
      String name,
      String where,
      @Nullable ElementType type,
      @Nullable List<Long> shape,
      @Nullable List<Long> offsets) {
    if (type == null || shape == null || offsets == null) {
      throw at(where, "it must have dtype, shape and data_offsets", "not all of them");
    }
    require(offsets.size() == 2, where, "data_offsets are two numbers", offsets.toString());
    TensorEntry entry = new TensorEntry(name, type, shape, offsets.get(0), offsets.get(1));
    require(
        entry.begin() <= entry.end() && entry.end() <= dataBytes,
        where,
        "data_offsets must lie in the " + dataBytes + " bytes of data, first before last",
        offsets.toString());
    requireShapeFits(entry, where);
    return entry;
  }

  private ElementType readType(String where) {
    expect(JsonToken.VALUE_STRING, where + ", dtype", "text");
    String name = json.getString();
    return ElementType.named(name)
        .orElseThrow(
            () ->
                new FindingsException(
                    Finding.of(
                        where + ", dtype",
                        "it must be a known element type",
                        "'" + name + "'",
                        ElementType.names())));
  }

  private List<Long> readNumbers(String where, int most) {
    expect(JsonToken.START_ARRAY, where, "a list");
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      numbers.add(json.getLongValue());
      require(numbers.size() <= most, where, "at most " + most + " numbers", "more");
      require(
          numbers.get(numbers.size() - 1) >= 0, where, "no number is negative", numbers.toString());
    }
    require(
        json.currentToken() == JsonToken.END_ARRAY, where, "a list of whole numbers", "otherwise");
    return numbers;
  }

  private void requireShapeFits(TensorEntry entry, String where) {
    long bytes;
    try {
      bytes = TensorEntry.bytesOf(entry.type(), entry.shape());
    } catch (ArithmeticException e) {
      throw at(where, "its size in bytes must be below 2^63", "shape " + entry.shape());
    }
    require(
        bytes == entry.bytes(),
        where,
        entry.type() + " of shape " + entry.shape() + " takes " + bytes + " bytes",
        entry.bytes() + " bytes");
  }

  private void requireNoHoles() {
    long expected = 0;
    for (TensorEntry entry : tensors) {
      require(
          entry.begin() == expected,
          file + ", tensor '" + entry.name() + "'",
          "its data must begin where the tensor before it ends, at " + expected,
          String.valueOf(entry.begin()));
      expected = entry.end();
    }
    require(
        expected == dataBytes,
        file,
        "the file must end with the last tensor's data, " + expected + " bytes after the header",
        dataBytes + " bytes");
  }

  private void expect(JsonToken token, String where, String what) {
    JsonToken found = json.nextToken();
    require(found == token, where, "it must be " + what, found == null ? "the end" : "another");
  }

  private static void require(boolean holds, String where, String rule, String found) {
    if (!holds) {
      throw at(where, rule, found);
    }
  }

  static FindingsException at(String where, String rule, String found) {
    return new FindingsException(Finding.of(where, rule, found));
  }
}
