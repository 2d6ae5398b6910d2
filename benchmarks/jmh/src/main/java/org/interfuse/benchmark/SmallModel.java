package org.interfuse.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModalityInput;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.interfuse.training.AdamW;

/**
 * The small model of {@code benchmarks/peers/engine}: tables of 200 and 100 columns, an MLP of one
 * layer of 64 each, gated fusion, a classification head.
 */
final class SmallModel implements AutoCloseable {
  static final Seed SEED = new Seed(7);
  static final int SUBJECTS = 2048;
  private static final int[] COLUMNS = {200, 100};
  private static final int WIDTH = 64;

  final CohortTensors tensors;
  final FusionModel model;
  final AdamW optimiser;
  final Target target;

  SmallModel() {
    SplittableRandom random = SEED.random();
    List<ModalityInput> inputs = new ArrayList<>();
    for (int columns : COLUMNS) {
      inputs.add(input(columns, random));
    }
    int[] labels = new int[SUBJECTS];
    Arrays.setAll(labels, i -> random.nextInt(2));
    target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
    tensors = new CohortTensors(inputs, ScalarType.Float);
    model = model(inputs);
    optimiser = new AdamW(model.parameters().trained(), parameter -> 1, 1e-2);
  }

  private static ModalityInput input(int columns, SplittableRandom random) {
    float[] values = new float[SUBJECTS * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    List<String> names = IntStream.range(0, columns).mapToObj(column -> "c" + column).toList();
    FeatureShape shape = new FeatureShape(names, columns, new int[0]);
    int[] everybody = IntStream.range(0, SUBJECTS).toArray();
    return new ModalityInput(
        "m" + columns, new Features(SUBJECTS, shape, values, new int[0]), everybody);
  }

  private FusionModel model(List<ModalityInput> inputs) {
    List<ModalityEncoder> encoders =
        inputs.stream()
            .map(input -> new ModalityEncoder(input.name(), new MlpEncoder.Spec(), null))
            .toList();
    return FusionModel.build(
        new FusionModel.Design(
            encoders,
            WIDTH,
            "linear",
            new GatedFusion.Spec(),
            Map.of("class", new ClassificationHead.Spec())),
        inputs.stream().map(input -> input.features().shape()).toList(),
        List.of(target.schema()),
        SEED.at("parameters"));
  }

  @Override
  public void close() {
    optimiser.close();
    model.close();
    tensors.close();
  }
}
