package org.interfuse.encoder.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.preprocessing.StoredState;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.ModelFormat;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/**
 * A model file that encoders are taken over from. It is opened when something of it is needed, and
 * must then be what it was. Two are equal if their files hold the same, wherever these lie.
 * Thread-safe.
 */
public final class Origin {
  private final Path file;
  private final String sha256;
  private final Map<String, PreprocessingState> states = new ConcurrentHashMap<>();

  /**
   * A file that was seen before, and need not be there until something of it is needed.
   *
   * @param sha256 that it was written with: 64 hexadecimal digits, which stand in the file itself
   */
  public Origin(Path file, String sha256) {
    this.file = file;
    this.sha256 = sha256;
  }

  /**
   * A model file as it is now.
   *
   * @throws FindingsException if there is none, it is damaged, or of a later version
   */
  public static Origin of(Path file) {
    try (SafetensorsReader reader = read(file)) {
      return new Origin(file, ModelFormat.sha256(reader));
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  /** Where it lies. */
  public Path file() {
    return file;
  }

  /** SHA-256 of the whole file, as it stands in the file. */
  public String sha256() {
    return sha256;
  }

  /** The text of its study, with every default written out. */
  public String study() {
    try (SafetensorsReader reader = open()) {
      return ModelFormat.text(reader, "study");
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  /** What made it. */
  public MetadataTree provenance() {
    try (SafetensorsReader reader = open()) {
      return ModelFormat.tree(reader, "provenance");
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  /** What was fitted on its own training subjects. */
  PreprocessingState preprocessing(String modality) {
    return states.computeIfAbsent(
        modality,
        name -> {
          try (SafetensorsReader reader = open()) {
            return StoredState.read(name, ModelFormat.tree(reader, "preprocessing"), reader);
          } catch (IOException e) {
            throw StorageException.unreadable(file, e);
          }
        });
  }

  /**
   * Opens the file.
   *
   * @throws FindingsException if it is not there, or not what it was
   */
  SafetensorsReader open() throws IOException {
    SafetensorsReader reader = read(file);
    String found = ModelFormat.sha256(reader);
    if (!sha256.equals(found)) {
      reader.close();
      throw new FindingsException(
          Finding.of(
              file.toString(),
              "an encoder is taken over from the file with SHA-256 " + sha256,
              "another file, with " + found,
              List.of("put that file back, or begin a new run")));
    }
    return reader;
  }

  private static SafetensorsReader read(Path file) throws IOException {
    SafetensorsReader reader = ModelArchive.read(file);
    try {
      ModelFormat.requireVersion(reader);
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Origin origin && origin.sha256.equals(sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return "%s (SHA-256 %s)".formatted(file, sha256);
  }
}
