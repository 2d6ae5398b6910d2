package org.interfuse.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.encoder.transfer.TransferredSpec;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.jspecify.annotations.Nullable;

/** Which options of a network a pattern such as {@code modalities.*.encoder.dropout} names. */
final class TunedPaths {
  /** What a pattern must name in at least one network. */
  static final String RULE =
      "expected the path of an option that a network has and that may differ between trials";

  /** Epochs are the budget; the others decide on which rows, and how, trials are judged. */
  private static final Set<String> FIXED =
      Set.of(
          "training.epochs",
          "training.patience",
          "training.validation",
          "training.ensemble",
          "training.seed",
          "training.threads",
          "training.precision",
          "model.strategy",
          "model.modality");

  private final ModelSpec model;
  private final Map<String, @Nullable Object> tree;

  TunedPaths(NetworkCandidate network) {
    this.model = network.model();
    this.tree = ResolvedStudy.network(network.model(), network.training());
  }

  /** The paths of options that the network has and uses. */
  List<String> matching(String pattern) {
    List<String> paths = new ArrayList<>();
    if (mayDiffer(pattern)) {
      collect(tree, List.of(pattern.split("\\.", -1)), "", paths);
    }
    paths.removeIf(path -> !used(path));
    return paths;
  }

  /**
   * What its options change is prepared before any trial, the same for all; those of an encoder
   * from a model file are the file's.
   */
  private static boolean fixed(ModalityEncoder chosen, String path) {
    if (!path.startsWith(below(chosen))) {
      return false;
    }
    return chosen.encoder() instanceof TransferredSpec taken
        ? taken.frozen() || !path.equals(below(chosen) + EncoderReader.LEARNING_RATE)
        : chosen.encoder().preprocessing(Path.of("")) != null;
  }

  private static String below(ModalityEncoder chosen) {
    return "modalities." + chosen.modality() + ".encoder.";
  }

  /** Whether two networks read the same prepared data, as trials of one network do. */
  static boolean sharePreparation(ModelSpec one, ModelSpec other) {
    return preparations(one).equals(preparations(other));
  }

  private static List<Optional<PreprocessingSpec>> preparations(ModelSpec model) {
    return model.encoders().stream()
        .map(chosen -> Optional.ofNullable(chosen.encoder().preprocessing(Path.of(""))))
        .toList();
  }

  /** Losses on held-out rows are compared between trials, so a head's loss stays as it is. */
  private static boolean mayDiffer(String pattern) {
    boolean head = pattern.startsWith("model.heads.");
    return !FIXED.contains(pattern)
        && (!head || pattern.endsWith(".dropout") || pattern.endsWith(".widths"));
  }

  private static void collect(
      @Nullable Object node, List<String> pattern, String path, List<String> paths) {
    if (!(node instanceof Map<?, ?> map)) {
      return;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (pattern.get(0).equals("*")
          || Option.normalised(pattern.get(0)).equals(Option.normalised(key))) {
        String below = path.isEmpty() ? key : path + "." + key;
        if (pattern.size() == 1) {
          paths.add(below);
        } else {
          collect(entry.getValue(), pattern.subList(1, pattern.size()), below, paths);
        }
      }
    }
  }

  /** A strategy does not use every option that a model has; nothing of a frozen encoder trains. */
  private boolean used(String path) {
    if (model.encoders().stream().anyMatch(one -> fixed(one, path))) {
      return false;
    }
    boolean several = model.encoders().size() > 1;
    boolean intermediate = model.strategy() == Strategy.INTERMEDIATE;
    if (path.startsWith("model.early.")) {
      return model.strategy() == Strategy.EARLY;
    }
    if (path.startsWith("model.fusion") || path.equals("model.modality_dropout")) {
      return intermediate && several;
    }
    if (path.startsWith("modalities.")) {
      String own = "modalities." + model.modality() + ".";
      return model.strategy() != Strategy.EARLY
          && (model.strategy() != Strategy.UNIMODAL || path.startsWith(own));
    }
    return !path.equals("model.combiner") || model.strategy() == Strategy.LATE;
  }
}
