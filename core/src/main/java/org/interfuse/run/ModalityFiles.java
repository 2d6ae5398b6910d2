package org.interfuse.run;

import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.SourceSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the files of one modality are: options of its source that are laid over those of the
 * model's study. A file that moves leaves behind the files of ids and names that belonged to it.
 */
final class ModalityFiles {
  /** What belongs to one file only. */
  private static final List<String> COMPANIONS = List.of("ids", "names");

  /** What says where the files are and how they lie. */
  private static final List<String> PLACES =
      List.of("path", "ids", "names", "tensor", "subjects", "folder");

  private final ObjectNode options = Json.object();

  /** Files named by hand. */
  static ModalityFiles of(Map<String, String> options) {
    ModalityFiles files = new ModalityFiles();
    options.forEach(files.options::put);
    return files;
  }

  /** Those of a study's modality. */
  static ModalityFiles of(ObjectNode modality) {
    ModalityFiles files = new ModalityFiles();
    for (String key : PLACES) {
      JsonNode value = modality.path(key);
      if (!value.isMissingNode()) {
        files.options.set(key, value.isArray() && value.size() == 1 ? value.get(0) : value);
      }
    }
    return files;
  }

  /** These, but for what others say. */
  ModalityFiles with(ModalityFiles others) {
    ModalityFiles files = new ModalityFiles();
    files.options.setAll(options);
    if (others.options.has("path")) {
      files.options.remove(COMPANIONS);
    }
    files.options.setAll(others.options);
    return files;
  }

  /**
   * Lays them over a modality of the model's study.
   *
   * @param name of the modality
   * @param findings is told of options that its source does not have
   */
  void lay(String name, ObjectNode modality, Findings findings) {
    if (options.has("path")) {
      COMPANIONS.stream().filter(modality::has).forEach(key -> modality.put(key, ""));
    }
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      String key = option.getKey();
      if (modality.has(key)) {
        modality.set(key, option.getValue());
      } else if (COMPANIONS.contains(key) && !option.getValue().asString().isEmpty()) {
        findings.error(
            Finding.of(
                "modality '" + name + "'",
                "a file of %s can be given to sources that read one".formatted(key),
                "source '" + modality.path("source").asString() + "'"));
      }
    }
  }

  /**
   * Adds an error where the file has moved and a file that belonged to it was not named again.
   *
   * @param written the modality in the model's study
   * @param moved its source with these files
   */
  void requireCompanions(String name, JsonNode written, SourceSpec moved, Findings findings) {
    for (String key : moved.companions()) {
      String before = written.path(key).asString("");
      if (options.has("path") && !options.has(key) && !before.isEmpty()) {
        findings.error(
            Finding.of(
                "modality '" + name + "'",
                "another file must come with %s of its own, not the study's".formatted(key),
                "none",
                List.of("say '--%s %s=FILE'".formatted(key, name))));
      }
    }
  }
}
