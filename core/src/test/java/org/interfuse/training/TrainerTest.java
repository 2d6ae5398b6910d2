package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.cohort.Cohort;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.IdentityEncoder;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.finding.FindingsException;
import org.interfuse.fusion.ConcatFusion;
import org.interfuse.head.HeadSpec;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModalityInput;
import org.interfuse.model.NetworkInput;
import org.interfuse.model.Outputs;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One network through the trainer. */
final class TrainerTest {
  private static final Seed SEED = new Seed(31);
  private static final Progress.Task QUIET = Progress.SILENT.start("", 0);
  private static final int SUBJECTS = 84;
  private static final int[] TRAIN = SmallCohort.range(0, 63);
  private static final int[] VALIDATION = SmallCohort.range(63, SUBJECTS);

  @Test
  void theBestWeightsAreTheOnesReturned() {
    try (Fixture fixture = new Fixture(List.of(Kind.CLASSIFICATION), encoders(null), 0)) {
      TrainingResult result = fixture.train(spec(60, 0, 3e-2, 6), 60, VALIDATION, List.of(1.0));
      double best =
          result.history().stream().mapToDouble(EpochRecord::validationLoss).min().orElseThrow();
      int bestEpoch = result.bestEpoch();
      assertThat(result.history().get(bestEpoch - 1).validationLoss()).isEqualTo(best);
      assertThat(result.history()).as("stopped 6 epochs later").hasSize(bestEpoch + 6);
      assertThat(result.history().size()).as("stopped early").isLessThan(60);
      assertThat(fixture.loss(0, VALIDATION)).isCloseTo(best, within(1e-6));
      double last = result.history().get(result.history().size() - 1).validationLoss();
      assertThat(Math.abs(last - best)).as("the test can tell them apart").isGreaterThan(1e-3);
    }
  }

  @Test
  void aKnownNumberOfEpochsIsTheStartOfTheSameSchedule() {
    TrainingSpec spec = spec(20, 16, 1e-2, 0);
    List<EpochRecord> whole = history(spec, 20);
    List<EpochRecord> start = history(spec, 7);
    assertThat(start).hasSize(7).isEqualTo(whole.subList(0, 7));
    assertThat(history(spec(7, 16, 1e-2, 0), 7)).as("another schedule").isNotEqualTo(start);
  }

  private static List<EpochRecord> history(TrainingSpec spec, int epochs) {
    try (Fixture fixture = new Fixture(List.of(Kind.REGRESSION), encoders(null), 0.2)) {
      TrainingResult result = fixture.train(spec, epochs, new int[0], List.of(1.0));
      assertThat(result.bestEpoch()).isEqualTo(epochs);
      return result.history();
    }
  }

  @Test
  void missingLabelsTeachNothingAndWeightsScaleWhatTheyTeach() {
    double[] whole = headGradient(1.0, false);
    double[] half = headGradient(0.5, false);
    for (int i = 0; i < whole.length; i++) {
      assertThat(half[i]).isCloseTo(0.5 * whole[i], within(1e-7));
    }
    assertThat(headGradient(1.0, true)).as("all labels missing").containsOnly(0);
  }

  /** The gradient in the second target's head that one step of two targets leaves. */
  private static double[] headGradient(double weight, boolean missing) {
    try (Fixture fixture =
        new Fixture(List.of(Kind.CLASSIFICATION, Kind.REGRESSION), encoders(null), 0)) {
      if (missing) {
        fixture.lose(1);
      }
      TrainingSpec spec = new TrainingSpec(1, SUBJECTS, 1e-3, 0, 0, 0, 0, 0.2, 7, 1);
      fixture.train(spec, 1, new int[0], List.of(1.0, weight));
      List<Double> gradient = new ArrayList<>();
      for (Parameter parameter : fixture.model.parameters().all()) {
        if (parameter.name().startsWith("head.regression.")) {
          for (double value : Tensors.toDoubles(parameter.value().grad())) {
            gradient.add(value);
          }
        }
      }
      assertThat(gradient).as("the head has parameters").isNotEmpty();
      return gradient.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /** AdamW's first step is its rate, whatever the gradient: parameters tell their own rate. */
  @Test
  void anEncoderHasItsOwnLearningRate() {
    try (Fixture fixture = new Fixture(List.of(Kind.REGRESSION), encoders(1e-4), 0)) {
      double[] a = fixture.values("encoder.a.");
      double[] b = fixture.values("encoder.b.");
      TrainingSpec spec = new TrainingSpec(1, SUBJECTS, 1e-3, 0, 0, 0, 0, 0.2, 7, 1);
      fixture.train(spec, 1, new int[0], List.of(1.0));
      assertThat(largestMove(a, fixture.values("encoder.a."))).isCloseTo(1e-4, within(2e-6));
      assertThat(largestMove(b, fixture.values("encoder.b."))).isCloseTo(1e-3, within(2e-5));
    }
  }

  private static double largestMove(double[] before, double[] after) {
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    return largest;
  }

  @Test
  void anEncoderThatOwnsItsUpdateIsAskedOncePerStep() {
    List<double[]> calls = new ArrayList<>();
    List<ModalityEncoder> encoders =
        List.of(
            new ModalityEncoder("a", new Owner.Spec(calls), 5e-3),
            new ModalityEncoder("b", new MlpEncoder.Spec(), null),
            new ModalityEncoder("c", new MlpEncoder.Spec(), null));
    TrainingSpec spec = new TrainingSpec(3, 21, 1e-2, 0.03, 0.3, 1, 0, 0.2, 7, 1);
    try (Fixture fixture = new Fixture(List.of(Kind.REGRESSION), encoders, 0)) {
      double[] before = fixture.values("encoder.a.");
      fixture.train(spec, 3, new int[0], List.of(1.0));
      Schedule schedule = Schedule.of(spec, 3);
      assertThat(calls).hasSize(9);
      for (int step = 0; step < 9; step++) {
        assertThat(calls.get(step)[0])
            .as("rate of step %d", step)
            .isCloseTo(0.5 * schedule.rate(step), within(1e-15));
        assertThat(calls.get(step)[1]).isEqualTo(0.03);
      }
      assertThat(fixture.values("encoder.a.")).as("nobody else moves it").containsExactly(before);
    }
  }

  @ParameterizedTest(name = "{0} subjects")
  @ValueSource(ints = {63, 2048, 2049})
  void coxSeesAllSubjectsAtOnceUpToALimit(int subjects) {
    Cohort cohort = everybodyHas(SmallCohort.of(subjects, Kind.COX, 9), subjects);
    TrainingSpec spec = new TrainingSpec(1, 0, 1e-3, 0, 0, 1, 0, 0.2, 7, 1);
    List<double[]> calls = new ArrayList<>();
    List<ModalityEncoder> counting = List.of(new ModalityEncoder("a", new Owner.Spec(calls), null));
    try (Fixture fixture = new Fixture(cohort, counting, 0)) {
      fixture.train(spec, 1, SmallCohort.range(0, subjects), new int[0], List.of(1.0));
    }
    assertThat(calls).as("steps").hasSize(subjects <= 2048 ? 1 : (subjects + 31) / 32);
  }

  private static Cohort everybodyHas(Cohort cohort, int subjects) {
    org.interfuse.cohort.CohortModality a = cohort.modality("a");
    return new Cohort(
        cohort.ids(),
        cohort.targets(),
        Map.of(),
        List.of(
            new org.interfuse.cohort.CohortModality("a", a.data(), SmallCohort.range(0, subjects)),
            cohort.modality("b"),
            cohort.modality("c")));
  }

  @Test
  void aLossThatIsNotFiniteSaysWhere() {
    try (Fixture fixture = new Fixture(List.of(Kind.REGRESSION), encoders(null), 0)) {
      fixture.poison("b", Float.NaN);
      assertThatThrownBy(() -> fixture.train(spec(3, 16, 1e-3, 0), 3, new int[0], List.of(1.0)))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("training of test, epoch 1, batch 1: the loss must be finite")
          .hasMessageContaining("the representation of modality 'b' is not finite")
          .hasMessageContaining("try a smaller training.learning_rate");
    }
  }

  @Test
  void aGradientThatIsNotFiniteSaysWhere() {
    List<ModalityEncoder> plain =
        List.of(
            new ModalityEncoder("a", new IdentityEncoder.Spec(), null),
            new ModalityEncoder("b", new IdentityEncoder.Spec(), null),
            new ModalityEncoder("c", new IdentityEncoder.Spec(), null));
    try (Fixture fixture = new Fixture(List.of(Kind.CLASSIFICATION), plain, 0)) {
      fixture.poison("b", 3e37f);
      double[] before = fixture.values("");
      assertThatThrownBy(() -> fixture.train(spec(3, 16, 1e-3, 0), 3, new int[0], List.of(1.0)))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("training of test, epoch 1, batch 1: the ")
          .hasMessageContaining("must be finite");
      assertThat(fixture.values("")).as("no parameter is touched").containsExactly(before);
    }
  }

  @Test
  void aLongTrainingDoesNotGrow() {
    try (Fixture fixture = new Fixture(List.of(Kind.COX), encoders(null), 0.2)) {
      TrainingSpec spec = new TrainingSpec(2000, 32, 1e-3, 1e-2, 0.05, 1, 0, 0.2, 7, 1);
      List<Long> bytes = new ArrayList<>();
      Progress.Task task =
          new Progress.Task() {
            @Override
            public void step(long done, String detail) {
              if (done % 100 == 0) {
                bytes.add(Pointer.physicalBytes());
              }
            }

            @Override
            public void close() {}
          };
      fixture.withTensors(spec, 600, TRAIN, VALIDATION, List.of(1.0), task);
      long grown = bytes.get(bytes.size() - 1) - bytes.get(1);
      // 800 steps and 400 evaluations; a leaked batch a step would be some 30 MB
      assertThat(grown >> 20).as("MiB, of %s", bytes).isLessThan(24);
    }
  }

  private static TrainingSpec spec(int epochs, int batch, double rate, int patience) {
    return new TrainingSpec(epochs, batch, rate, 1e-2, 0.05, 1, patience, 0.2, 7, 1);
  }

  private static List<ModalityEncoder> encoders(@org.jspecify.annotations.Nullable Double rate) {
    return List.of(
        new ModalityEncoder("a", new MlpEncoder.Spec(), rate),
        new ModalityEncoder("b", new MlpEncoder.Spec(), null),
        new ModalityEncoder("c", new MlpEncoder.Spec(), null));
  }

  /** Passes its input through one weight that only it may change, and notes when it is asked. */
  private record Owner(Tensor weight, List<double[]> calls) implements Encoder {
    record Spec(List<double[]> calls) implements EncoderSpec {
      @Override
      public String type() {
        return "owner";
      }

      @Override
      public Encoder build(FeatureShape shape, Parameters parameters) {
        Tensor weight =
            parameters.addTiled(
                "weight",
                org.interfuse.tensor.Initialisation.linear(shape.numericWidth()),
                ScalarType.Float,
                4,
                shape.numericWidth());
        return new Owner(weight, calls);
      }
    }

    @Override
    public int width() {
      return 4;
    }

    @Override
    public Encoded forward(EncoderInput input, Pass pass) {
      return Encoded.pooled(org.bytedeco.pytorch.global.torch.linear(input.numeric(), weight));
    }

    @Override
    public boolean ownsUpdate() {
      return true;
    }

    @Override
    public void update(org.interfuse.encoder.UpdateStep step) {
      calls.add(new double[] {step.learningRate(), step.weightDecay()});
    }
  }

  /** A model, its data and its trainer. */
  private static final class Fixture implements AutoCloseable {
    private final List<ModalityEncoder> encoders;
    private final double dropout;
    private final List<Target> targets;
    private final List<ModalityInput> inputs = new ArrayList<>();
    private final boolean[][] presence;
    private final FusionModel model;

    Fixture(List<Kind> kinds, List<ModalityEncoder> encoders, double dropout) {
      this(SmallCohort.of(SUBJECTS, kinds, 0, 8), encoders, dropout);
    }

    Fixture(Cohort cohort, List<ModalityEncoder> encoders, double dropout) {
      this.encoders = encoders;
      this.dropout = dropout;
      this.targets = new ArrayList<>(cohort.targets());
      PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, cohort.size()));
      NetworkInput input =
          new NetworkInput.Separate(encoders.stream().map(ModalityEncoder::modality).toList());
      inputs.addAll(input.of(data));
      presence = new boolean[cohort.size()][inputs.size()];
      for (int i = 0; i < presence.length; i++) {
        for (int m = 0; m < inputs.size(); m++) {
          presence[i][m] = inputs.get(m).has(i);
        }
      }
      Map<String, HeadSpec> heads = new LinkedHashMap<>();
      for (Target target : targets) {
        heads.put(
            target.name(), Kind.valueOf(target.name().toUpperCase(java.util.Locale.ROOT)).head);
      }
      FusionModel.Design design =
          new FusionModel.Design(
              encoders, 8, "linear", encoders.size() == 1 ? null : new ConcatFusion.Spec(), heads);
      model =
          FusionModel.build(
              design,
              input.shapes(data),
              targets.stream().map(Target::schema).toList(),
              SEED.at("parameters"));
    }

    /** Puts a value into every cell of a modality. */
    void poison(String modality, float value) {
      for (int m = 0; m < inputs.size(); m++) {
        ModalityInput input = inputs.get(m);
        if (input.name().equals(modality)) {
          float[] numeric = new float[input.features().table().numeric().length];
          Arrays.fill(numeric, value);
          Features features =
              new Features(
                  input.features().rows(),
                  input.features().shape(),
                  numeric,
                  input.features().table().categories());
          inputs.set(m, new ModalityInput(modality, features, input.rowOf()));
        }
      }
    }

    /** Nobody has that (regression) target any more. */
    void lose(int target) {
      double[] none = new double[targets.get(target).size()];
      Arrays.fill(none, Double.NaN);
      targets.set(target, new Target.Regression(targets.get(target).schema(), none));
    }

    TrainingResult train(TrainingSpec spec, int epochs, int[] validation, List<Double> weights) {
      return train(spec, epochs, TRAIN, validation, weights);
    }

    TrainingResult train(
        TrainingSpec spec, int epochs, int[] train, int[] validation, List<Double> weights) {
      return withTensors(spec, epochs, train, validation, weights, QUIET);
    }

    private TrainingResult withTensors(
        TrainingSpec spec,
        int epochs,
        int[] train,
        int[] validation,
        List<Double> weights,
        Progress.Task task) {
      try (CohortTensors tensors = new CohortTensors(inputs, ScalarType.Float)) {
        return new Trainer(
                model,
                new TrainingData(tensors, targets, presence),
                new FitPlan("test", spec, epochs, dropout, encoders, weights),
                SEED,
                Checkpoints.none().of("test"))
            .train(train, validation, task);
      }
    }

    double loss(int head, int[] subjects) {
      try (CohortTensors tensors = new CohortTensors(inputs, ScalarType.Float);
          PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        double[][] outputs = Outputs.of(model, tensors, subjects).get(head);
        return model
            .heads()
            .get(head)
            .loss(Tensors.ofRows(outputs), targets.get(head).select(subjects))
            .item_double();
      }
    }

    double[] values(String prefix) {
      return model.parameters().all().stream()
          .filter(parameter -> parameter.name().startsWith(prefix))
          .flatMapToDouble(parameter -> Arrays.stream(Tensors.toDoubles(parameter.value())))
          .toArray();
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
