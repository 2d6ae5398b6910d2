package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.SearchRange;
import org.interfuse.comparison.TuningSpec;
import org.interfuse.encoder.transfer.TransferredSpec;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.report.CardSpec;
import org.interfuse.source.CohortSpec;
import org.interfuse.source.TargetSpec;
import org.interfuse.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A study as text, complete: every default is written out. Reading it again gives an equal study,
 * also with a later version of this program whose defaults differ.
 */
public final class ResolvedStudy {
  private final Map<String, @Nullable Object> tree;

  private ResolvedStudy(Map<String, @Nullable Object> tree) {
    this.tree = tree;
  }

  /** The whole of a study. */
  public static ResolvedStudy of(Study study) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("interfuse", study.version());
    tree.put("study", study.name());
    tree.put("strict", study.strict());
    tree.put("cohort", cohort(study.cohort()));
    Map<String, @Nullable Object> modalities = new LinkedHashMap<>();
    study
        .modalities()
        .forEach(modality -> modalities.put(modality.name(), modality(modality, study)));
    tree.put("modalities", modalities);
    tree.put("model", model(study.model()));
    tree.put("training", SpecWriter.tree(study.training()));
    tree.put("split", split(study.split()));
    Map<String, @Nullable Object> comparison = new LinkedHashMap<>();
    comparison.put("primary", study.comparison().primary());
    comparison.put("margin", study.comparison().margin().value());
    List<String> defaulted = defaulted(study.comparison());
    if (!defaulted.isEmpty()) {
      comparison.put("defaulted", defaulted);
    }
    comparison.put("seeds", study.comparison().seeds());
    comparison.put("candidates", new CandidateWriter(study).candidates());
    comparison.put("examine", study.comparison().examine());
    comparison.put("value", SpecWriter.plain(study.comparison().value()));
    comparison.put("tuning", tuning(study.comparison().tuning().spec()));
    tree.put("comparison", comparison);
    if (!study.deployment().equals(Deployment.UNKNOWN)) {
      tree.put("deployment", SpecWriter.options(study.deployment()));
    }
    tree.put("report", SpecWriter.tree(study.report()));
    if (!study.card().equals(new CardSpec())) {
      tree.put("card", SpecWriter.tree(study.card()));
    }
    return new ResolvedStudy(tree);
  }

  /** What nobody wrote, though it is written out here. */
  private static List<String> defaulted(ComparisonSpec comparison) {
    List<String> defaulted = new ArrayList<>();
    if (!comparison.primaryWritten()) {
      defaulted.add(StudyKeys.PRIMARY);
    }
    if (!comparison.margin().written()) {
      defaulted.add(StudyKeys.MARGIN);
    }
    return defaulted;
  }

  private static Map<String, @Nullable Object> tuning(TuningSpec spec) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    spec.options()
        .forEach(
            (path, range) ->
                options.put(
                    path,
                    range instanceof SearchRange.Choice choice
                        ? choice.values()
                        : SpecWriter.options((Record) range)));
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("trials", spec.trials());
    tree.put("options", options);
    return tree;
  }

  /** As YAML, for people. */
  public String yaml() {
    return YamlText.of(tree);
  }

  /** As JSON, for {@code study.json} and the model file. */
  public JsonNode json() {
    return PlainTree.json(tree);
  }

  private static Map<String, @Nullable Object> cohort(CohortSpec cohort) {
    Map<String, @Nullable Object> tree = SpecWriter.options(cohort);
    tree.remove("targets");
    Map<String, @Nullable Object> targets = new LinkedHashMap<>();
    cohort.targets().forEach((name, target) -> targets.put(name, target(target)));
    tree.put("targets", targets);
    return tree;
  }

  private static Map<String, @Nullable Object> target(TargetSpec target) {
    Map<String, @Nullable Object> tree = SpecWriter.tree((Record) target);
    if (target instanceof TargetSpec.Survival survival) {
      Map<String, @Nullable Object> event = new LinkedHashMap<>();
      event.put("column", survival.event());
      event.put("is", SpecWriter.plain(survival.is()));
      tree.remove("is");
      tree.put("event", event);
    }
    return tree;
  }

  private static Map<String, @Nullable Object> modality(StudyModality modality, Study study) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("source", modality.source().type());
    tree.putAll(SpecWriter.options((Record) modality.source()));
    tree.put("preprocessing", SpecWriter.plain(modality.preprocessing()));
    for (ModalityEncoder encoder : study.model().encoders()) {
      if (encoder.modality().equals(modality.name())) {
        tree.put("encoder", encoder(encoder));
      }
    }
    return tree;
  }

  private static Map<String, @Nullable Object> encoder(ModalityEncoder encoder) {
    if (encoder.encoder() instanceof TransferredSpec transferred) {
      return transferred(transferred, encoder.learningRate());
    }
    Map<String, @Nullable Object> tree = SpecWriter.tree((Record) encoder.encoder());
    if (!EncoderReader.pretrained(encoder.encoder())) {
      tree.put("weights", EncoderReader.SCRATCH);
    }
    tree.put("learning_rate", encoder.learningRate());
    return tree;
  }

  /** With all that the file says of it, so that the file need not be there to read it again. */
  private static Map<String, @Nullable Object> transferred(
      TransferredSpec spec, @Nullable Double learningRate) {
    Map<String, @Nullable Object> tree = SpecWriter.tree((Record) spec.encoder());
    tree.put(TransferReader.FROM, spec.from());
    tree.put(TransferReader.MODALITY, spec.modality());
    tree.put(TransferReader.SHA256, spec.origin().sha256());
    tree.put(TransferReader.PREPROCESSING, SpecWriter.plain(spec.preparation()));
    tree.put(TransferReader.WEIGHTS, spec.weights());
    tree.put(EncoderReader.LEARNING_RATE, learningRate);
    return tree;
  }

  private static Map<String, @Nullable Object> model(ModelSpec model) {
    Map<String, @Nullable Object> tree = SpecWriter.options(model);
    tree.remove("encoders");
    tree.remove("target_weights");
    return tree;
  }

  private static Map<String, @Nullable Object> split(SplitSpec split) {
    Map<String, @Nullable Object> tree = SpecWriter.options((Record) split);
    if (split instanceof SplitSpec.LeaveOut leaveOut) {
      tree.clear();
      tree.put("leave-out", leaveOut.column());
    }
    return tree;
  }

  /** What a network is made of, as the part of a study's tree that candidates may change. */
  static Map<String, @Nullable Object> network(ModelSpec model, TrainingSpec training) {
    Map<String, @Nullable Object> modalities = new LinkedHashMap<>();
    for (ModalityEncoder encoder : model.encoders()) {
      Map<String, @Nullable Object> modality = new LinkedHashMap<>();
      modality.put("encoder", encoder(encoder));
      modalities.put(encoder.modality(), modality);
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("modalities", modalities);
    tree.put("model", model(model));
    tree.put("training", SpecWriter.tree(training));
    return tree;
  }

  /** The dotted paths at which {@code changed} differs from {@code base}, with its values. */
  static Map<String, @Nullable Object> differences(
      Map<String, @Nullable Object> base, Map<String, @Nullable Object> changed) {
    Map<String, @Nullable Object> differences = new LinkedHashMap<>();
    collect("", base, changed, differences);
    return differences;
  }

  @SuppressWarnings("unchecked") // trees are maps by text, all the way down
  private static void collect(
      String path,
      @Nullable Object base,
      @Nullable Object changed,
      Map<String, @Nullable Object> differences) {
    if (Objects.equals(base, changed)) {
      return;
    }
    if (base instanceof Map<?, ?> left
        && changed instanceof Map<?, ?> right
        && left.keySet().equals(right.keySet())
        && Objects.equals(left.get("type"), right.get("type"))) {
      List<String> keys = new ArrayList<>((java.util.Set<String>) right.keySet());
      for (String key : keys) {
        String below = path.isEmpty() ? key : path + "." + key;
        collect(below, left.get(key), right.get(key), differences);
      }
      return;
    }
    differences.put(path, changed);
  }
}
