package org.interfuse.study;

import java.util.List;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Refits;
import org.interfuse.comparison.TuningSpec;
import org.interfuse.evaluation.CooperativeGame;

/** The keys that are read by hand, since they are not one to one the components of a record. */
final class StudyKeys {
  /**
   * One key.
   *
   * @param name as written
   * @param type what it takes, in words
   * @param standard what counts if it is not written
   * @param meaning one sentence without a full stop
   */
  record Key(String name, String type, String standard, String meaning) {}

  static final List<Key> STUDY =
      List.of(
          new Key("interfuse", "1", "required", "the version of this format"),
          new Key("study", "text", "name of the study's folder", "the study's name"),
          new Key(
              "strict",
              "true or false",
              "false",
              "whether ids of a modality that the cohort does not know are an error instead of a"
                  + " counted warning"),
          new Key("cohort", "keys", "required", "the subjects and their targets, see cohort"),
          new Key("modalities", "keys", "required", "each modality under its name, see modality"),
          new Key("model", "keys", "see model", "how modalities are merged"),
          new Key("training", "keys", "see training", "how networks are trained"),
          new Key("split", "keys", "see split", "how subjects are divided"),
          new Key("comparison", "keys", "see comparison", "what is compared"),
          new Key("deployment", "keys", "none", "where a model is to be used, see deployment"),
          new Key("report", "keys", "see report", "what is reported beside the comparison"),
          new Key("card", "keys", "see card", "what only people know of the model"));

  /** Beside the table's own keys. */
  static final List<Key> COHORT =
      List.of(
          new Key("target", "keys", "required, or targets", "the only target, see target"),
          new Key("targets", "keys", "none", "several targets, each under its name"));

  /** Beside the keys of the source. */
  static final List<Key> MODALITY =
      List.of(
          new Key(
              "source",
              "a source",
              ModalityReader.DEFAULT_SOURCE,
              "where it is read from; the source's keys stand beside it, and a table without path"
                  + " is the cohort's own"),
          new Key(
              "preprocessing",
              "a preprocessing",
              "that of the source's name, "
                  + ModalityReader.WIDE_PREPROCESSING
                  + " for a wide source, or "
                  + ModalityReader.DEFAULT_PREPROCESSING,
              "what is fitted on training rows"),
          new Key(
              "encoder",
              "an encoder",
              "that of the source: mlp for a table, wide for wide columns",
              "how it is represented"));

  /** Beside the keys of the encoder. */
  static final List<Key> ENCODER =
      List.of(
          new Key(
              "weights",
              EncoderReader.SCRATCH,
              EncoderReader.SCRATCH,
              "where its weights come from; pretrained encoders have more choices"),
          new Key(
              "learning_rate",
              "a finite number",
              "the training's",
              "its own peak learning rate, above 0"));

  /** Instead of an encoder's own keys. */
  static final List<Key> TRANSFER =
      List.of(
          new Key(
              TransferReader.FROM,
              "text",
              "required",
              "a model file; the encoder, its options and its fitted preprocessing are taken over"
                  + " from it"),
          new Key(
              TransferReader.MODALITY,
              "text",
              "that of the same name, or the only one",
              "which of the file's modalities"),
          new Key(
              TransferReader.WEIGHTS,
              String.join(" | ", TransferReader.CHOICES),
              TransferReader.CHOICES.get(1),
              "whether the encoder stays as it is, is trained on, or is trained from fresh weights,"
                  + " with the study's preprocessing"),
          new Key(
              EncoderReader.LEARNING_RATE,
              "a finite number",
              "the training's",
              "its own peak learning rate, above 0, where it is trained on"),
          new Key(
              TransferReader.SHA256,
              "text",
              "none",
              "what the file must have as SHA-256; check writes it, with all that the file says of"
                  + " the encoder, where it writes every default out"));

  /** Beside the keys of the model. */
  static final List<Key> MODEL =
      List.of(
          new Key(
              "head",
              "a head",
              "the default of the target's type",
              "options of the heads of all targets"),
          new Key("heads", "keys", "none", "heads by name of target, instead of head"));

  static final List<Key> SPLIT =
      List.of(
          new Key("folds", "a whole number", "5", "number of folds, 2 or more"),
          new Key("repeats", "a whole number", "1", "how often the folds are drawn anew"),
          new Key("group", "text", "none", "column whose values never straddle a fold"),
          new Key(
              "column",
              "text",
              "none",
              "column with train and test, or with one value for each fold; with before, the column"
                  + " of dates"),
          new Key(
              "files",
              "text or {train, test}",
              "none",
              "files of ids, one fold each, as a glob; or one split by two files"),
          new Key("train", "text", "none", "file of the training subjects, with test"),
          new Key("test", "text", "none", "file of the test subjects, with train"),
          new Key("leave_out", "text", "none", "column of which each value is left out once"),
          new Key("before", "text", "none", "training before this date, test from it on"));

  static final String PRIMARY = "primary";
  static final String MARGIN = "margin";

  static final List<Key> COMPARISON =
      List.of(
          new Key(
              PRIMARY,
              "name of a candidate",
              "the study's own model",
              "the candidate that the verdict is about: name it before looking"),
          new Key(
              MARGIN,
              "a finite number",
              ComparisonSpec.DEFAULT_MARGIN
                  + ", of regression "
                  + ComparisonSpec.DEFAULT_MARGIN
                  + " standard deviations of the target",
              "differences smaller than this do not matter in practice, in units of the first"
                  + " metric, 0 or more"),
          new Key(
              "defaulted",
              "list: primary | margin",
              "none",
              "which of these nobody chose, though they are written; check writes it where it"
                  + " writes every default out"),
          new Key(
              "seeds",
              "a whole number",
              String.valueOf(ComparisonSpec.DEFAULT_SEEDS),
              "how often each network is fitted on each fold, 1 or more"),
          new Key(
              "candidates",
              "list: a candidate",
              "see candidates",
              "what is compared under the same protocol"),
          new Key(
              "examine",
              "list: name of a candidate",
              "the primary, and the first linear baseline that merges late; all with"
                  + " deployment.available",
              "the candidates that are also predicted with modalities masked away, with 2 to "
                  + CooperativeGame.MOST_PLAYERS
                  + " modalities; [] for none"),
          new Key(
              "value",
              "each | subsets | none",
              "each",
              "how the primary is fitted again: without each modality, with every set of at most "
                  + Refits.MOST_FOR_SUBSETS
                  + " modalities, or not at all"),
          new Key(
              "vary",
              "keys: path and list of values",
              "none",
              "the primary candidate, a network, is compared once more for each combination of"
                  + " these values, at most "
                  + Variations.MOST
                  + "; paths are those of a candidate's with, over which they are laid"),
          new Key(
              "tuning", "keys", "see tuning", "how networks are tuned inside each training part"));

  static final List<Key> DEPLOYMENT =
      List.of(
          new Key(
              "available",
              "keys: modality and probability",
              "none",
              "how probable it is that a subject has a modality there; modalities not named are"
                  + " there as often as in the cohort"),
          new Key(
              "owners",
              "keys: modality and name",
              "none",
              "who holds a modality there, for the advice: parts of a late model can be trained"
                  + " apart"),
          new Key(
              "latency_ms",
              "a finite number",
              "none",
              "longest time that a prediction may take in milliseconds, above 0"),
          new Key(
              "memory_mb",
              "a finite number",
              "none",
              "most that a fitted candidate may hold in memory to predict, in megabytes of a"
                  + " million bytes, above 0"));

  static final List<Key> TUNING =
      List.of(
          new Key(
              "trials",
              "a whole number",
              String.valueOf(TuningSpec.DEFAULT_TRIALS),
              "configurations tried of each network, its own among them, 1 or more; 1 tunes nothing"),
          new Key(
              "options",
              "keys: path, and {from, to, scale: linear | log} or a list of values",
              "see above",
              "what the other trials draw, instead of the defaults; * stands for any one key"));

  static final List<Key> CANDIDATE =
      List.of(
          new Key("baseline", "a baseline", "none", "a candidate that is no network"),
          new Key(
              "fusion",
              "a fusion",
              "none",
              "the study's model with this operator; options not written are the study's if its"
                  + " operator is the same, the operator's defaults otherwise"),
          new Key("strategy", "text", "none", "the study's model with this strategy"),
          new Key(
              "modality",
              "text",
              "none",
              "the only modality, with strategy unimodal; or the only one that predictions were made"
                  + " from, which the verdict then takes for that modality alone"),
          new Key(
              "combiner",
              "mean | weighted | stacking",
              "the model's",
              "how predictions are merged, with strategy late"),
          new Key(
              "predictions",
              "text",
              "none",
              "file of out-of-fold predictions made elsewhere on the splits of `compare"
                  + " --export-splits`, see docs/elsewhere.md"),
          new Key(
              "role",
              "baseline",
              "none",
              "with predictions: the verdict takes them for a baseline; without role and modality"
                  + " they are exploratory"),
          new Key("name", "text", "what the candidate is", "its name in tables"),
          new Key(
              "with",
              "keys: path and value",
              "none",
              "changes below model, training or modalities.NAME.encoder, by dotted path"),
          new Key(
              "varied",
              "keys: path and value",
              "none",
              "which variation of another candidate it is; vary writes it"));

  private StudyKeys() {}

  static List<String> names(List<Key> keys) {
    return keys.stream().map(Key::name).toList();
  }
}
