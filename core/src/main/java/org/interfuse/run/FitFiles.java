package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interfuse.comparison.FitKey;
import org.interfuse.comparison.FitStore;
import org.interfuse.comparison.Outcome;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.training.Checkpoints;
import tools.jackson.databind.JsonNode;

/**
 * The folder {@code fits} of a run: one file for each finished fit, and one folder of checkpoints
 * for each unfinished one. Every file appears whole or not at all.
 */
final class FitFiles implements FitStore {
  private static final String ALL = "fit-on-all-subjects";

  /** Its place among the figures; files of earlier versions end before it. */
  private static final int MEGABYTES = 5;

  private static final Pattern FIT = Pattern.compile(".*-[0-9a-f]{8}-fold-\\d+-seed-\\d+(\\.fit)?");

  private final Path folder;
  private final String verb;
  private final List<TargetSchema> targets;
  private final Duration every;

  /** The fits of a verb: a candidate of {@code compare} may have the name of what is trained. */
  FitFiles(Path folder, String verb, List<TargetSchema> targets, Duration every) {
    this.folder = folder;
    this.verb = verb;
    this.targets = List.copyOf(targets);
    this.every = every;
  }

  @Override
  public Optional<Outcome> find(FitKey key) {
    Path file = folder.resolve(name(key) + ".fit");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      return Optional.of(read(reader));
    } catch (FindingsException e) {
      throw StorageException.damaged(e);
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  @Override
  public void keep(FitKey key, Outcome outcome) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      PredictionCodec.write(outcome.predictions().get(t), "target." + t + ".", tensors);
    }
    double[] byPrior = new double[outcome.byPrior().length];
    for (int i = 0; i < byPrior.length; i++) {
      byPrior[i] = outcome.byPrior()[i] ? 1 : 0;
    }
    tensors.add(Figures.named("by_prior", byPrior));
    tensors.add(
        Figures.named(
            "best_epochs",
            outcome.bestEpochs().stream().mapToDouble(Integer::doubleValue).toArray()));
    tensors.add(
        Figures.named(
            "figures",
            new double[] {
              outcome.fold(),
              outcome.seed(),
              outcome.parameters(),
              outcome.seconds(),
              outcome.latencyMillis(),
              outcome.megabytes()
            }));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "interfuse-fit");
    metadata.put("candidate", key.candidate());
    metadata.put("choices", Json.MAPPER.valueToTree(outcome.choices()).toString());
    MaskedCodec.write(outcome.masked(), metadata, tensors);
    Path file = folder.resolve(name(key) + ".fit");
    try {
      ModelArchive.write(file, metadata, tensors);
      delete(folder.resolve(name(key)));
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
  }

  @Override
  public Checkpoints checkpoints(FitKey key) {
    return new Checkpoints(folder.resolve(name(key)), every);
  }

  /** Where the fit on all subjects keeps its state. */
  Checkpoints fitOnAll() {
    return new Checkpoints(folder.resolve(ALL), every);
  }

  /** Forgets every fit: a run begins anew. What else lies in the folder stays. */
  void clear() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(FitFiles::isFit).toList()) {
        delete(file);
      }
    } catch (IOException e) {
      throw StorageException.unwritable(folder, e);
    }
  }

  private static boolean isFit(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals(ALL) || FIT.matcher(name).matches();
  }

  /**
   * Forgets the states of fits that were under way: the run is complete. Finished fits stay, so
   * that no {@code --resume} repeats one, at whatever moment the run ended.
   */
  void clearUnfinished() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> states = Files.list(folder)) {
      for (Path state : states.filter(Files::isDirectory).filter(FitFiles::isFit).toList()) {
        delete(state);
      }
    } catch (IOException e) {
      throw StorageException.unwritable(folder, e);
    }
  }

  private Outcome read(SafetensorsReader reader) throws IOException {
    List<Prediction> predictions = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      predictions.add(PredictionCodec.read(targets.get(t), "target." + t + ".", reader));
    }
    double[] marks = Figures.read(reader, "by_prior");
    boolean[] byPrior = new boolean[marks.length];
    for (int i = 0; i < marks.length; i++) {
      byPrior[i] = marks[i] == 1;
    }
    List<Integer> epochs = new ArrayList<>();
    for (double epoch : Figures.read(reader, "best_epochs")) {
      epochs.add((int) epoch);
    }
    double[] figures = Figures.read(reader, "figures");
    Map<String, String> choices = new LinkedHashMap<>();
    JsonNode tree = Json.MAPPER.readTree(reader.metadata().getOrDefault("choices", "{}"));
    tree.properties().forEach(entry -> choices.put(entry.getKey(), entry.getValue().asString()));
    return new Outcome(
        (int) figures[0],
        (int) figures[1],
        predictions,
        byPrior,
        epochs,
        (long) figures[2],
        figures[3],
        choices,
        MaskedCodec.read(reader, targets),
        figures[4],
        figures.length > MEGABYTES ? figures[MEGABYTES] : Double.NaN);
  }

  /** A readable file name; the digest tells apart verbs, and names that read alike. */
  private String name(FitKey key) {
    String readable = key.candidate().replaceAll("[^A-Za-z0-9-]+", "-");
    return "%s-%s-fold-%d-seed-%d"
        .formatted(
            readable,
            DataDigest.text(verb + "\n" + key.candidate()).substring(0, 8),
            key.fold() + 1,
            key.seed() + 1);
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> below = Files.walk(path)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
