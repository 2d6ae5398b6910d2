package org.interfuse.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The lines of {@code log.jsonl}, put in order. A fit that was interrupted and went on may have
 * said an epoch twice: the last one counts. The members of an ensemble are fits of the same part;
 * what is trained on the way to a network, inner folds of combiners and trials of tuning that were
 * not kept, is passed over.
 */
final class TrainingLog {
  private static final Pattern ON_THE_WAY = Pattern.compile("(.*, )?inner fold .*");
  private static final Pattern MEMBER = Pattern.compile("(member \\d+ of \\d+), (.*)");

  /** Of an epoch: by modality, the norm of its encoder's gradient. */
  static final String GRADIENTS = "encoder_gradient_norms";

  private final Map<String, Map<String, Map<String, TreeMap<Integer, JsonNode>>>> epochs =
      new LinkedHashMap<>();
  private final Map<String, Map<String, JsonNode>> fits = new LinkedHashMap<>();
  private final Map<String, Map<String, Map<String, JsonNode>>> probes = new LinkedHashMap<>();

  /** Reads the lines; those of other events are passed over. */
  TrainingLog(List<JsonNode> lines) {
    ChosenTrials trials = new ChosenTrials(lines);
    for (JsonNode line : lines) {
      String candidate = Nodes.text(line, "candidate");
      Optional<String> kept = trials.part(line);
      if (kept.isEmpty()) {
        continue;
      }
      String said = kept.get();
      Matcher member = MEMBER.matcher(said);
      boolean several = member.matches();
      String part = several ? member.group(2) : said;
      String fit =
          "%s/%s/%s/%s"
              .formatted(
                  Nodes.text(line, "repeat"),
                  Nodes.text(line, "fold"),
                  Nodes.text(line, "seed"),
                  several ? member.group(1) : "");
      switch (Nodes.text(line, "event")) {
        case "epoch" -> {
          if (!ON_THE_WAY.matcher(said).matches()) {
            epochs
                .computeIfAbsent(candidate, key -> new LinkedHashMap<>())
                .computeIfAbsent(part, key -> new LinkedHashMap<>())
                .computeIfAbsent(fit, key -> new TreeMap<>())
                .put(line.path("epoch").asInt(0), line);
          }
        }
        case "fit" -> fits.computeIfAbsent(candidate, key -> new LinkedHashMap<>()).put(fit, line);
        case "probe" ->
            probes
                .computeIfAbsent(candidate, key -> new LinkedHashMap<>())
                .computeIfAbsent(part, key -> new LinkedHashMap<>())
                .put(fit, line);
        default -> {}
      }
    }
  }

  /** Candidates that were trained by epochs. */
  List<String> networks() {
    return new ArrayList<>(epochs.keySet());
  }

  /** The parts of a network. */
  List<String> parts(String candidate) {
    return new ArrayList<>(epochs.getOrDefault(candidate, Map.of()).keySet());
  }

  /** The epochs of every fit of a part. */
  List<List<JsonNode>> epochs(String candidate, String part) {
    List<List<JsonNode>> runs = new ArrayList<>();
    epochs
        .getOrDefault(candidate, Map.of())
        .getOrDefault(part, Map.of())
        .values()
        .forEach(run -> runs.add(new ArrayList<>(run.values())));
    return runs;
  }

  /** What was measured of every fit of a candidate. */
  List<JsonNode> fits(String candidate) {
    return new ArrayList<>(fits.getOrDefault(candidate, Map.of()).values());
  }

  /** What each modality alone said at the end of every fit of a part. */
  List<JsonNode> probes(String candidate, String part) {
    return new ArrayList<>(
        probes.getOrDefault(candidate, Map.of()).getOrDefault(part, Map.of()).values());
  }

  /** Of every fit of a network of one part the epoch that was kept: that of least held-out loss. */
  List<JsonNode> best(String candidate) {
    List<JsonNode> best = new ArrayList<>();
    for (String part : parts(candidate)) {
      for (List<JsonNode> run : epochs(candidate, part)) {
        run.stream()
            .filter(epoch -> !Double.isNaN(figure(epoch, "validation_loss")))
            .min(Comparator.comparingDouble(epoch -> figure(epoch, "validation_loss")))
            .ifPresent(best::add);
      }
    }
    return best;
  }

  /**
   * The mean norm of the gradient of a modality's encoder over all epochs of all fits, as a share
   * of the mean of the other encoders' means; NaN where it was not measured.
   */
  double gradientShare(String candidate, String part, String modality) {
    Map<String, List<Double>> norms = new LinkedHashMap<>();
    for (List<JsonNode> run : epochs(candidate, part)) {
      for (JsonNode epoch : run) {
        epoch
            .path(GRADIENTS)
            .properties()
            .forEach(
                norm ->
                    norms
                        .computeIfAbsent(norm.getKey(), key -> new ArrayList<>())
                        .add(Nodes.figure(norm.getValue())));
      }
    }
    Function<String, Double> mean =
        name ->
            norms.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    double others =
        norms.keySet().stream()
            .filter(name -> !name.equals(modality))
            .mapToDouble(mean::apply)
            .average()
            .orElse(Double.NaN);
    return others > 0 ? mean.apply(modality) / others : Double.NaN;
  }

  /**
   * The mean over fits, epoch by epoch, as far as at least half of the fits went; at most about a
   * hundred epochs, evenly spaced.
   *
   * @param path keys down to a figure of an epoch
   * @return epochs and means; both empty where nothing is known
   */
  static double[][] mean(List<List<JsonNode>> runs, String... path) {
    int[] lengths = runs.stream().mapToInt(List::size).sorted().toArray();
    int length = lengths.length == 0 ? 0 : lengths[lengths.length / 2];
    int stride = Math.max(1, (length + 99) / 100);
    List<double[]> points = new ArrayList<>();
    for (int epoch = 0; epoch < length; epoch += stride) {
      double sum = 0;
      int count = 0;
      for (List<JsonNode> run : runs) {
        double value = epoch < run.size() ? figure(run.get(epoch), path) : Double.NaN;
        if (!Double.isNaN(value)) {
          sum += value;
          count++;
        }
      }
      if (2 * count >= runs.size()) {
        points.add(new double[] {epoch + 1, sum / count});
      }
    }
    return new double[][] {
      points.stream().mapToDouble(point -> point[0]).toArray(),
      points.stream().mapToDouble(point -> point[1]).toArray()
    };
  }

  private static double figure(JsonNode epoch, String... path) {
    JsonNode node = epoch;
    for (String key : path) {
      node = node.path(key);
    }
    return Nodes.figure(node);
  }
}
