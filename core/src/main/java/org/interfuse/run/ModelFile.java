package org.interfuse.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.model.Ensemble;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.ModelFormat;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trained model as one safetensors file (law 7): weights and fitted figures are its tensors;
 * study, preprocessing, targets, training summary and provenance are JSON in its metadata, beside a
 * SHA-256 of the whole file. The page docs/model-file.md is for readers in other languages.
 *
 * <p>Reading a file, whatever is in it, gives a model or a {@link FindingsException} that names the
 * file. Once its classes are loaded it allocates at most 8 MiB and 100 bytes for each byte of the
 * file on the heap, all told and not at once, and outside the heap the tensors that the file holds:
 * no parameter is created before the file is seen to hold it in that shape.
 */
public final class ModelFile {
  /** What reading allocates on the heap at most, beside {@link #MOST_HEAP_PER_BYTE}. */
  static final long MOST_HEAP_BYTES = 8 << 20;

  /** What reading allocates on the heap at most for each byte of the file. */
  static final long MOST_HEAP_PER_BYTE = 100;

  private ModelFile() {}

  /**
   * Writes the file whole or not at all (law 8).
   *
   * @throws FindingsException if it cannot be written; what was there before stays
   */
  public static void write(Path file, TrainedModel model) {
    List<NamedTensor> tensors = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", ModelFormat.NAME);
    boolean single = model.network().members().size() == 1;
    metadata.put("version", single ? ModelFormat.SINGLE_VERSION : ModelFormat.ENSEMBLE_VERSION);
    metadata.put("study", ResolvedStudy.of(model.study()).json().toString());
    metadata.put("targets", targets(model.targets()).toString());
    metadata.put(
        "preprocessing", PreprocessingCodec.write(model.preprocessing(), tensors).toString());
    if (single) {
      Network only = model.network().members().get(0);
      metadata.put("parts", NetworkCodec.write("", only, model.targets(), tensors).toString());
      metadata.put(
          "combiner",
          CombinerCodec.write("", only.combiner(), model.targets(), tensors).toString());
    } else {
      metadata.put(
          "members", EnsembleCodec.write(model.network(), model.targets(), tensors).toString());
    }
    metadata.put("summary", model.summary().toString());
    metadata.put("provenance", model.provenance().toString());
    try {
      ModelArchive.write(file, metadata, tensors);
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
  }

  /**
   * Reads a model.
   *
   * @throws FindingsException if there is no such file, it is no model, of a later version, or
   *     damaged
   */
  public static TrainedModel read(Path file) {
    try {
      return readWhole(file);
    } catch (FindingsException e) {
      throw inFile(file, e);
    } catch (NoSuchFileException e) {
      throw fault(file, "the model file must exist", "no file");
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw fault(file, "the parts of the model must fit together", String.valueOf(e.getMessage()));
    }
  }

  private static TrainedModel readWhole(Path file) throws IOException {
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      String version = ModelFormat.requireVersion(reader);
      Study study =
          Study.parse(ModelFormat.text(reader, "study"), file.toString(), SpecCatalog.load());
      List<TargetSchema> targets = targets(ModelFormat.tree(reader, "targets"));
      requireTargets(file, study, targets);
      JsonNode summary = ModelFormat.tree(reader, "summary").node();
      JsonNode provenance = ModelFormat.tree(reader, "provenance").node();
      FittedCohort preprocessing =
          PreprocessingCodec.read(study, ModelFormat.tree(reader, "preprocessing"), reader);
      Ensemble network = network(version, study.model(), preprocessing, targets, reader);
      return new TrainedModel(study, preprocessing, network, targets, summary, provenance);
    }
  }

  private static Ensemble network(
      String version,
      ModelSpec model,
      FittedCohort preprocessing,
      List<TargetSchema> targets,
      SafetensorsReader reader)
      throws IOException {
    if (version.equals(ModelFormat.ENSEMBLE_VERSION)) {
      return EnsembleCodec.read(
          model, preprocessing, targets, ModelFormat.tree(reader, "members"), reader);
    }
    MetadataTree parts = ModelFormat.tree(reader, "parts");
    MetadataTree combiner =
        version.equals(ModelFormat.FIRST_VERSION) ? null : ModelFormat.tree(reader, "combiner");
    Network only = NetworkCodec.read("", model, preprocessing, targets, parts, combiner, reader);
    return new Ensemble(List.of(only));
  }

  /** The same findings, each saying in which file it is. */
  private static FindingsException inFile(Path file, FindingsException error) {
    String name = file.toString();
    if (error.findings().stream().allMatch(finding -> finding.where().startsWith(name))) {
      return error;
    }
    FindingsException named =
        new FindingsException(
            error.findings().stream()
                .map(
                    finding ->
                        finding.where().startsWith(name)
                            ? finding
                            : finding.at(name + ", " + finding.where()))
                .toList());
    named.initCause(error);
    return named;
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

  private static List<TargetSchema> targets(MetadataTree array) {
    return array.items().stream().map(ModelFile::target).toList();
  }

  private static TargetSchema target(MetadataTree tree) {
    MetadataTree name = tree.at("type");
    TargetType type =
        Arrays.stream(TargetType.values())
            .filter(known -> known.text().equals(name.text()))
            .findFirst()
            .orElseThrow(() -> name.fault("it must be a type of target", name.text()));
    return new TargetSchema(tree.at("name").text(), type, tree.at("classes").texts());
  }

  private static void requireTargets(Path file, Study study, List<TargetSchema> targets) {
    Map<String, TargetType> asked = new LinkedHashMap<>();
    study.cohort().targets().forEach((name, target) -> asked.put(name, target.type()));
    Map<String, TargetType> found = new LinkedHashMap<>();
    targets.forEach(target -> found.put(target.name(), target.type()));
    if (!List.copyOf(asked.entrySet()).equals(List.copyOf(found.entrySet()))) {
      throw fault(file, "metadata 'targets' must be those of its study, " + asked, "" + found);
    }
  }
}
