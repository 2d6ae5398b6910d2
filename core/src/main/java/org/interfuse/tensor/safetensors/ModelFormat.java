package org.interfuse.tensor.safetensors;

import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What says that an archive is a model file, and of which version; its metadata. */
public final class ModelFormat {
  /** The metadata field {@code format}. */
  public static final String NAME = "interfuse-model";

  /** Version 1 had no combiner, parts of a late network were averaged. Read, not written. */
  public static final String FIRST_VERSION = "1";

  /** Written for a single network, so that earlier programs read it too. */
  public static final String SINGLE_VERSION = "2";

  /** Written for an ensemble. */
  public static final String ENSEMBLE_VERSION = "3";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ModelFormat() {}

  /**
   * The version of a model file.
   *
   * @throws FindingsException if it is none, or of another version than this program reads
   */
  public static String requireVersion(SafetensorsReader reader) {
    if (!NAME.equals(reader.metadata().get("format"))) {
      throw fault(reader, "metadata 'format' must be " + NAME, "another kind of safetensors file");
    }
    String version = reader.metadata().getOrDefault("version", "none");
    if (!List.of(FIRST_VERSION, SINGLE_VERSION, ENSEMBLE_VERSION).contains(version)) {
      throw fault(
          reader,
          "this program reads versions %s, %s and %s of the model file"
              .formatted(FIRST_VERSION, SINGLE_VERSION, ENSEMBLE_VERSION),
          version);
    }
    return version;
  }

  /** The SHA-256 that a file was written with, 64 hexadecimal digits; it says so itself. */
  public static String sha256(SafetensorsReader reader) {
    return text(reader, FileDigest.KEY);
  }

  /**
   * A metadata field.
   *
   * @throws FindingsException if there is none of that name
   */
  public static String text(SafetensorsReader reader, String key) {
    String text = reader.metadata().get(key);
    if (text == null) {
      throw fault(reader, "metadata must hold '" + key + "'", "none");
    }
    return text;
  }

  /**
   * A metadata field that is JSON.
   *
   * @throws FindingsException if there is none of that name, or it is no JSON
   */
  public static MetadataTree tree(SafetensorsReader reader, String key) {
    try {
      return new MetadataTree(
          "%s, metadata %s".formatted(reader.file(), key), MAPPER.readTree(text(reader, key)));
    } catch (JacksonException e) {
      throw fault(reader, "metadata '" + key + "' must be JSON", "something else");
    }
  }

  private static FindingsException fault(SafetensorsReader reader, String rule, String found) {
    return new FindingsException(Finding.of(reader.file().toString(), rule, found));
  }
}
