package org.interfuse.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Network;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trained model as one safetensors file (law 7): weights and fitted figures are its tensors;
 * study, preprocessing, targets, training summary and provenance are JSON in its metadata, beside a
 * SHA-256 of the whole file.
 */
public final class ModelFile {
  private static final String FORMAT = "interfuse-model";
  private static final String VERSION = "1";

  private ModelFile() {}

  /** Writes the file whole or not at all (law 8). */
  public static void write(Path file, TrainedModel model) {
    List<NamedTensor> tensors = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put("study", ResolvedStudy.of(model.study()).json().toString());
    metadata.put("targets", targets(model.targets()).toString());
    metadata.put(
        "preprocessing", PreprocessingCodec.write(model.preprocessing(), tensors).toString());
    metadata.put("parts", NetworkCodec.write(model.network(), model.targets(), tensors).toString());
    metadata.put("summary", model.summary().toString());
    metadata.put("provenance", model.provenance().toString());
    try {
      ModelArchive.write(file, metadata, tensors);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws FindingsException if there is no such file, it is no model, of a later version, or
   *     damaged
   */
  public static TrainedModel read(Path file) {
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      requireFormat(file, reader.metadata());
      Study study = Study.parse(text(file, reader, "study"), file.toString(), SpecCatalog.load());
      List<TargetSchema> targets = targets(tree(file, reader, "targets"));
      FittedCohort preprocessing =
          PreprocessingCodec.read(study, tree(file, reader, "preprocessing"), reader);
      Network network =
          NetworkCodec.read(
              study.model(), preprocessing, targets, tree(file, reader, "parts"), reader);
      return new TrainedModel(
          study,
          preprocessing,
          network,
          targets,
          tree(file, reader, "summary"),
          tree(file, reader, "provenance"));
    } catch (NoSuchFileException e) {
      throw fault(file, "the model file must exist", "no file");
    } catch (IOException e) {
      throw fault(file, "the model file must be readable", String.valueOf(e.getMessage()));
    }
  }

  private static void requireFormat(Path file, Map<String, String> metadata) {
    if (!FORMAT.equals(metadata.get("format"))) {
      throw fault(file, "metadata 'format' must be " + FORMAT, "another kind of safetensors file");
    }
    String version = metadata.getOrDefault("version", "none");
    if (!VERSION.equals(version)) {
      throw fault(file, "this program reads version " + VERSION + " of the model file", version);
    }
  }

  private static String text(Path file, SafetensorsReader reader, String key) {
    String text = reader.metadata().get(key);
    if (text == null) {
      throw fault(file, "metadata must hold '" + key + "'", "none");
    }
    return text;
  }

  private static JsonNode tree(Path file, SafetensorsReader reader, String key) {
    try {
      return Json.MAPPER.readTree(text(file, reader, key));
    } catch (JacksonException e) {
      throw fault(file, "metadata '" + key + "' must be JSON", "something else");
    }
  }

  private static FindingsException fault(Path file, String rule, String found) {
    return new FindingsException(Finding.of(file.toString(), rule, found));
  }

  private static ArrayNode targets(List<TargetSchema> schemas) {
    ArrayNode array = Json.array();
    for (TargetSchema schema : schemas) {
      ObjectNode node = array.addObject();
      node.put("name", schema.name());
      node.put("type", schema.type().text());
      node.set("classes", Json.MAPPER.valueToTree(schema.classes()));
    }
    return array;
  }

  private static List<TargetSchema> targets(JsonNode array) {
    List<TargetSchema> schemas = new ArrayList<>();
    for (JsonNode node : array) {
      TargetType type =
          TargetType.valueOf(node.path("type").asString().toUpperCase(java.util.Locale.ROOT));
      schemas.add(
          new TargetSchema(
              node.path("name").asString(), type, PreprocessingCodec.texts(node.path("classes"))));
    }
    return schemas;
  }
}
