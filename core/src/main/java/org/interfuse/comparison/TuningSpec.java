package org.interfuse.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.SearchRange.Between;
import org.interfuse.comparison.SearchRange.Choice;
import org.interfuse.comparison.SearchRange.Scale;

/**
 * How every network candidate is tuned inside the training part of each fold: the same number of
 * trials and the same epochs for all. docs/decisions/tuning.md says why the defaults are as they
 * are.
 *
 * @param trials configurations of each network, the study's own among them; 1: nothing is tuned
 * @param options what is drawn, by the option's path, in which {@code *} stands for any one key; of
 *     a network that lacks an option the others are drawn
 */
public record TuningSpec(int trials, Map<String, SearchRange> options) {
  /** Configurations of each network where a study says nothing. */
  public static final int DEFAULT_TRIALS = 1;

  public TuningSpec {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    if (trials < 1) {
      throw new IllegalArgumentException("trials: expected 1 or more, but it is " + trials);
    }
  }

  /** The defaults. */
  public TuningSpec() {
    this(DEFAULT_TRIALS, defaults());
  }

  /** What is drawn where a study says nothing. */
  public static Map<String, SearchRange> defaults() {
    Map<String, SearchRange> options = new LinkedHashMap<>();
    options.put("training.learning_rate", new Between(3e-4, 1e-2, Scale.LOG));
    options.put("training.weight_decay", new Between(1e-3, 0.3, Scale.LOG));
    options.put("modalities.*.encoder.dropout", new Between(0, 0.6, Scale.LINEAR));
    options.put("modalities.*.encoder.token_dropout", new Between(0, 0.5, Scale.LINEAR));
    options.put("modalities.*.encoder.pairs", new Choice(List.of(0, 20_000)));
    options.put("modalities.*.encoder.augment.crop", new Choice(List.of(0, 4)));
    options.put("model.early.dropout", new Between(0, 0.6, Scale.LINEAR));
    options.put("model.heads.*.dropout", new Between(0, 0.6, Scale.LINEAR));
    options.put("model.modality_dropout", new Between(0, 0.5, Scale.LINEAR));
    options.put("model.width", new Choice(List.of(32, 64, 128)));
    return options;
  }
}
