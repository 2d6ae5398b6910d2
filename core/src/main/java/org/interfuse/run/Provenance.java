package org.interfuse.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.source.CohortReading;
import org.interfuse.tensor.Torch;
import org.interfuse.training.TrainingSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What made a result: program, machine, options, and digests of the data. */
final class Provenance {
  private Provenance() {}

  /** Of a study that was just read. */
  static ObjectNode of(JsonNode study, LoadedStudy loaded) {
    TrainingSpec training = loaded.study().training();
    ObjectNode node = of(study, loaded.cohort(), training.seed(), training.threads());
    ArrayNode byPosition = ((ObjectNode) node.get("data")).putArray("joined_by_position");
    loaded.reading().modalities().stream()
        .filter(CohortReading.ModalityReading::joinedByPosition)
        .forEach(modality -> byPosition.add(modality.name()));
    return node;
  }

  static ObjectNode of(JsonNode study, Cohort cohort, long seed, int threads) {
    ObjectNode node = Json.object();
    node.put("interfuse", version());
    node.put("java", System.getProperty("java.vm.version"));
    node.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    node.put("libtorch", Torch.version());
    node.put("threads", threads);
    node.put("seed", seed);
    node.put("study_sha256", sha256(study.toString()));
    ObjectNode data = node.putObject("data");
    data.put("subjects", cohort.size());
    data.put("subjects_sha256", subjects(cohort));
    ObjectNode modalities = data.putObject("modalities_sha256");
    for (CohortModality modality : cohort.modalities()) {
      modalities.put(modality.name(), digest(modality));
    }
    return node;
  }

  /** The version in the jar's manifest, or {@code development} when run from classes. */
  static String version() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** A digest of subject ids, so that a model can say on whom it was fitted (law 5). */
  static String subjects(Cohort cohort) {
    return sha256(String.join("\n", cohort.ids()));
  }

  private static String digest(CohortModality modality) {
    MessageDigest digest = newDigest();
    update(digest, modality.rowOf());
    if (modality.data() instanceof TableData table) {
      digest.update(String.join("\n", table.numericColumns()).getBytes(StandardCharsets.UTF_8));
      digest.update(table.categoricalColumns().toString().getBytes(StandardCharsets.UTF_8));
      update(digest, table.codes());
      update(digest, table.numeric());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, int[] values) {
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    for (int value : values) {
      if (!block.hasRemaining()) {
        digest.update(block.flip());
        block.clear();
      }
      block.putInt(value);
    }
    digest.update(block.flip());
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    for (float value : values) {
      if (!block.hasRemaining()) {
        digest.update(block.flip());
        block.clear();
      }
      block.putInt(Float.floatToIntBits(value));
    }
    digest.update(block.flip());
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
