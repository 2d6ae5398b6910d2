package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.source.CohortReading;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.target.Target;
import org.interfuse.tensor.Torch;
import org.interfuse.training.TrainingSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What made a result: program, machine, the study with every option, and digests of the data, never
 * the data. Everything that must be the same for the same bits is in it (law 6), so a run that
 * stopped goes on, and a run is repeated, only where it agrees.
 */
final class Provenance {
  /** The verb that made the run. */
  static final String VERB = "verb";

  /** The study as resolved, by which a run is repeated. */
  static final String STUDY = "study";

  /** Networks fitted on each fold. */
  static final String SEEDS = "seeds";

  private Provenance() {}

  /** Whether a file is the provenance of a run. */
  static boolean is(Path file) {
    try {
      return Json.MAPPER.readTree(Files.readString(file)).path("interfuse").isString();
    } catch (IOException | JacksonException e) {
      return false;
    }
  }

  /**
   * Of a study that was just read.
   *
   * @param verb of the run
   * @param seeds how often a network is fitted on each fold
   */
  static ObjectNode of(String verb, LoadedStudy loaded, int seeds) {
    TrainingSpec training = loaded.study().training();
    ObjectNode node = program(training.seed(), training.threads());
    node.put(VERB, verb);
    node.put(SEEDS, seeds);
    node.set(STUDY, ResolvedStudy.of(loaded.study()).json());
    ObjectNode data = data(loaded.cohort());
    data.put("split_sha256", DataDigest.of(loaded.split()));
    ArrayNode byPosition = data.putArray("joined_by_position");
    loaded.reading().modalities().stream()
        .filter(CohortReading.ModalityReading::joinedByPosition)
        .forEach(modality -> byPosition.add(modality.name()));
    if (!loaded.frozenDigests().isEmpty()) {
      data.set("frozen_sha256", Json.MAPPER.valueToTree(loaded.frozenDigests()));
    }
    if (!loaded.preprocessingDigests().isEmpty()) {
      data.set("preprocessing_sha256", Json.MAPPER.valueToTree(loaded.preprocessingDigests()));
    }
    node.set("data", data);
    List<TakenOver> taken =
        verb.equals(TrainRun.VERB) ? loaded.takenOverByModel() : loaded.takenOver();
    if (!taken.isEmpty()) {
      node.set("transferred", TakenOver.json(taken));
    }
    return node;
  }

  /**
   * Of a comparison, whose candidates may have been made elsewhere.
   *
   * @param seeds how often a network is fitted on each fold
   */
  static ObjectNode of(String verb, LoadedStudy loaded, int seeds, Elsewhere elsewhere) {
    ObjectNode node = of(verb, loaded, seeds);
    if (!elsewhere.digests().isEmpty() && node.path("data") instanceof ObjectNode data) {
      data.set("predictions_sha256", Json.MAPPER.valueToTree(elsewhere.digests()));
    }
    return node;
  }

  /** Of a cohort that was made, not read. */
  static ObjectNode of(Cohort cohort, long seed, int threads) {
    ObjectNode node = program(seed, threads);
    node.set("data", data(cohort));
    return node;
  }

  /** The part that travels in a model file, which holds the study itself. */
  static JsonNode withoutStudy(ObjectNode provenance) {
    ObjectNode copy = provenance.deepCopy();
    copy.remove(STUDY);
    return copy;
  }

  private static ObjectNode program(long seed, int threads) {
    ObjectNode node = Json.object();
    node.put("interfuse", ProgramCode.version());
    node.put("code_sha256", ProgramCode.digest());
    node.put("java", System.getProperty("java.vm.version"));
    node.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    node.put("processor", Torch.processor());
    node.put("libtorch", Torch.version());
    node.put("threads", threads);
    node.put("seed", seed);
    return node;
  }

  private static ObjectNode data(Cohort cohort) {
    ObjectNode data = Json.object();
    data.put("subjects", cohort.size());
    data.put("subjects_sha256", DataDigest.subjects(cohort));
    ObjectNode targets = data.putObject("targets_sha256");
    for (Target target : cohort.targets()) {
      targets.put(target.name(), DataDigest.of(target));
    }
    ObjectNode attributes = data.putObject("attributes_sha256");
    cohort.attributes().keySet().stream()
        .sorted()
        .forEach(
            name ->
                attributes.put(
                    name,
                    DataDigest.of(
                        java.util.Objects.requireNonNull(cohort.attributes().get(name)))));
    ObjectNode modalities = data.putObject("modalities_sha256");
    for (CohortModality modality : cohort.modalities()) {
      modalities.put(modality.name(), DataDigest.of(modality));
    }
    return data;
  }
}
