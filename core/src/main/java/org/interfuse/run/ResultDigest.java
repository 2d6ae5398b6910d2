package org.interfuse.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.interfuse.file.Sha256;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bits that a run of {@code train} ended with: every tensor of its model, fitted figures of the
 * preprocessing included, and the predictions of its folds. The model's metadata is left out: it
 * says of which machine and Java, which may differ where the bits do not.
 */
final class ResultDigest {
  private ResultDigest() {}

  /** Of the files in a folder. */
  static ObjectNode of(RunFolder folder) {
    ObjectNode node = Json.object();
    try {
      node.put("model_tensors_sha256", tensors(folder.file("model.interfuse")));
      node.put("out_of_fold_sha256", bytes(folder.file("out-of-fold.csv")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what was just written", e);
    }
    return node;
  }

  /** Name, type, shape and bytes of each tensor, in the order of the file. */
  private static String tensors(Path file) throws IOException {
    MessageDigest digest = Sha256.start();
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      for (TensorEntry entry : reader.tensors()) {
        String head = "%s %s %s\n".formatted(entry.name(), entry.type(), entry.shape());
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        reader.forEachWindow(entry, digest::update);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String bytes(Path file) throws IOException {
    return Sha256.hexadecimal(Files.readAllBytes(file));
  }
}
