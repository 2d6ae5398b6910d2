package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityInput;
import org.interfuse.model.Outputs;
import org.interfuse.model.PartLogits;
import org.interfuse.model.Prior;
import org.interfuse.model.StackedModel;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;

/**
 * Trains the late combiner {@code stacking} of one target: some hundred steps of AdamW, without
 * early stopping, on predictions of training subjects that the parts did not learn from.
 */
final class StackingTrainer {
  private static final int STEPS = 500;
  private static final int BATCH = 1024;
  private static final double RATE = 0.05;

  private final String name;
  private final TrainingSpec training;
  private final Progress progress;

  StackingTrainer(String name, TrainingSpec training, Progress progress) {
    this.name = name + ", stacking";
    this.training = training;
    this.progress = progress;
  }

  /**
   * Trains.
   *
   * @param target of every subject of the cohort
   * @param index its number in the study's order
   * @param held one per inner fold, of the same parts
   * @param parts their names
   */
  StackedModel train(
      Target target, int index, List<HeldOutPredictions> held, List<String> parts, Seed seed) {
    List<HeldOutPredictions> folds = held.stream().map(fold -> fold.informing(target)).toList();
    int[] subjects = folds.stream().flatMapToInt(f -> Arrays.stream(f.subjects())).toArray();
    Target known = target.select(subjects);
    PartLogits logits = logits(known);
    FeatureShape shape = PartLogits.shape(target.schema(), parts);
    ModalityInput input = joined(folds, index, logits, shape);
    FusionModel model =
        StackedModel.build(target.schema(), shape, new Parameters(seed.at("parameters")));
    try {
      Prediction said = fit(model, input, known, seed);
      return new StackedModel(logits, shape, model, prior(target, held).amid(said));
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** Of all training subjects, whoever of them has a modality. */
  private static Prior prior(Target target, List<HeldOutPredictions> held) {
    int[] train = held.stream().flatMapToInt(fold -> Arrays.stream(fold.subjects())).toArray();
    return Prior.of(target.select(train));
  }

  /** What it says of those it learned from. */
  private Prediction fit(FusionModel model, ModalityInput input, Target known, Seed seed) {
    if (!model.heads().get(0).informs(known)) {
      throw new FindingsException(
          Finding.of(name, "held-out training subjects must teach the target", "nothing to learn"));
    }
    int[] all = IntStream.range(0, known.size()).toArray();
    boolean[][] presence = new boolean[known.size()][1];
    for (boolean[] row : presence) {
      row[0] = true;
    }
    try (CohortTensors tensors = new CohortTensors(List.of(input), ScalarType.Float);
        Progress.Task task = progress.start(name, plan(all.length).epochs())) {
      new Trainer(
              model,
              new TrainingData(tensors, List.of(known), presence),
              plan(all.length),
              seed,
              Checkpoints.none().of(name))
          .train(all, new int[0], task);
      List<double[][]> outputs = Outputs.of(model, tensors, all);
      return model.heads().get(0).predict(outputs.get(0));
    }
  }

  private FitPlan plan(int subjects) {
    int batch = Math.min(subjects, BATCH);
    int epochs = Math.max(1, STEPS / ((subjects + batch - 1) / batch));
    TrainingSpec spec =
        new TrainingSpec(
            epochs,
            batch,
            RATE,
            training.weightDecay(),
            training.warmUp(),
            training.clip(),
            0,
            0,
            training.seed(),
            training.threads());
    return new FitPlan(name, spec, epochs, 0, List.of(StackedModel.encoder()), List.of(1.0));
  }

  private static ModalityInput joined(
      List<HeldOutPredictions> folds, int index, PartLogits logits, FeatureShape shape) {
    List<float[]> blocks = new ArrayList<>();
    for (HeldOutPredictions fold : folds) {
      if (fold.subjects().length > 0) {
        blocks.add(
            StackedModel.input(logits, shape, fold.of(index), fold.known())
                .features()
                .table()
                .numeric());
      }
    }
    int rows = folds.stream().mapToInt(fold -> fold.subjects().length).sum();
    float[] values = new float[rows * shape.numericWidth()];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, values, at, block.length);
      at += block.length;
    }
    return new ModalityInput(
        StackedModel.INPUT,
        new Features(rows, shape, values, new int[0]),
        IntStream.range(0, rows).toArray());
  }

  private static PartLogits logits(Target known) {
    if (known instanceof Target.Regression regression) {
      double mean = Arrays.stream(regression.values()).average().orElse(0);
      double variance =
          Arrays.stream(regression.values()).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      return new PartLogits(mean, variance > 0 ? Math.sqrt(variance) : 1, 0);
    }
    if (known instanceof Target.Survival survival) {
      double[] events =
          IntStream.range(0, survival.size())
              .filter(i -> survival.events()[i])
              .mapToDouble(i -> survival.times()[i])
              .sorted()
              .toArray();
      return new PartLogits(0, 1, events.length == 0 ? 0 : events[events.length / 2]);
    }
    return new PartLogits(0, 1, 0);
  }
}
