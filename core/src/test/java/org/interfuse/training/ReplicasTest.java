package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.cohort.Cohort;
import org.interfuse.encoder.IdentityEncoder;
import org.interfuse.encoder.LinearEncoder;
import org.interfuse.finding.FindingsException;
import org.interfuse.fusion.BilinearFusion;
import org.interfuse.fusion.ConcatFusion;
import org.interfuse.fusion.FilmFusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.fusion.MaxFusion;
import org.interfuse.fusion.MeanFusion;
import org.interfuse.fusion.MlbFusion;
import org.interfuse.fusion.ProductFusion;
import org.interfuse.fusion.SumFusion;
import org.interfuse.fusion.TransformerFusion;
import org.interfuse.head.ClassificationHead;
import org.interfuse.head.HeadSpec;
import org.interfuse.head.RegressionHead;
import org.interfuse.model.CohortTensors;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Outputs;
import org.interfuse.model.PartPlan;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Fits that are trained at once end as the same fits do that are trained by themselves. */
final class ReplicasTest {
  private static final Seed SEED = new Seed(41);
  private static final int SUBJECTS = 70;

  /**
   * Early stopping after a few epochs, batches that do not divide the rows, clipping that bites.
   */
  private static final TrainingSpec TRAINING =
      new TrainingSpec(14, 11, 1e-2, 3e-2, 0.1, 0.3, 3, 0.2, 7, 1);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}, seed 41")
  @EnumSource(Kind.class)
  void everyHead(Kind kind) {
    assertSame(SmallCohort.model(Strategy.INTERMEDIATE, kind), cohort(kind), TRAINING);
  }

  static Stream<FusionSpec> operators() {
    return Stream.of(
        new BilinearFusion.Spec(),
        new ConcatFusion.Spec(),
        new FilmFusion.Spec(),
        new MaxFusion.Spec(),
        new MeanFusion.Spec(),
        new MlbFusion.Spec(),
        new ProductFusion.Spec(),
        new SumFusion.Spec());
  }

  @ParameterizedTest(name = "{0}, seed 41")
  @MethodSource("operators")
  void everyOperator(FusionSpec fusion) {
    ModelSpec model =
        SmallCohort.model(Strategy.INTERMEDIATE, fusion, List.of(Kind.CLASSIFICATION));
    assertSame(model, cohort(Kind.CLASSIFICATION), TRAINING);
  }

  @ParameterizedTest(name = "{0}, seed 41")
  @EnumSource(Strategy.class)
  void everyStrategy(Strategy strategy) {
    assertSame(SmallCohort.model(strategy, Kind.COX), cohort(Kind.COX), TRAINING);
  }

  @Test
  void tiedGatesAndDifferencesOfTwo() {
    ModelSpec three = SmallCohort.model(Strategy.INTERMEDIATE, Kind.CLASSIFICATION);
    for (FusionSpec fusion :
        List.of(new GatedFusion.Spec(true), new org.interfuse.fusion.DifferenceFusion.Spec())) {
      ModelSpec two = with(three, fusion, three.encoders().subList(0, 2), three.heads());
      assertSame(two, cohort(Kind.CLASSIFICATION), TRAINING);
    }
  }

  @Test
  void otherEncodersAndAnEncodersOwnRate() {
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.REGRESSION);
    List<ModalityEncoder> encoders =
        List.of(
            new ModalityEncoder("a", new LinearEncoder.Spec(5), 1e-3),
            new ModalityEncoder("b", new IdentityEncoder.Spec(), null),
            new ModalityEncoder("c", new LinearEncoder.Spec(4), null));
    assertSame(
        with(model, model.fusion(), encoders, model.heads()), cohort(Kind.REGRESSION), TRAINING);
  }

  @Test
  void headsWhoseLossReadsTheirTrainingRows() {
    Map<String, HeadSpec> heads = new LinkedHashMap<>();
    heads.put(
        "classification",
        new ClassificationHead.Spec(
            List.of(6), 0.3, 0.1, ClassificationHead.ClassWeights.BALANCED));
    heads.put("regression", new RegressionHead.Spec(List.of(), 0, RegressionHead.Loss.HUBER));
    ModelSpec model =
        SmallCohort.model(Strategy.INTERMEDIATE, new ConcatFusion.Spec(), heads, null);
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(Kind.CLASSIFICATION, Kind.REGRESSION), 0, 3);
    Cohort missing =
        new Cohort(
            cohort.ids(),
            List.of(
                withoutLabels((Target.Classification) cohort.targets().get(0)),
                withoutValues((Target.Regression) cohort.targets().get(1))),
            cohort.attributes(),
            cohort.modalities());
    assertSame(model, missing, TRAINING);
  }

  private static Target withoutLabels(Target.Classification target) {
    int[] labels = target.labels().clone();
    for (int i = 0; i < labels.length; i += 3) {
      labels[i] = -1;
    }
    return new Target.Classification(target.schema(), labels);
  }

  private static Target withoutValues(Target.Regression target) {
    double[] values = target.values().clone();
    for (int i = 1; i < values.length; i += 4) {
      values[i] = Double.NaN;
    }
    return new Target.Regression(target.schema(), values);
  }

  @Test
  void rowsWithoutAnyHeldOut() {
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.CLASSIFICATION);
    Cohort cohort = cohort(Kind.CLASSIFICATION);
    List<HeldOut> divisions = new ArrayList<>();
    for (int k = 0; k < 3; k++) { // 63, 56 and 49 rows: 6, 6 and 5 steps an epoch
      divisions.add(new HeldOut(SmallCohort.range(0, 63 - 7 * k), new int[0]));
    }
    assertSame(model, cohort, TRAINING, divisions);
  }

  @Test
  void fitsThatStopEarlyLeaveAndTheOthersGoOn() {
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.REGRESSION);
    List<Fitted> together = assertSame(model, cohort(Kind.REGRESSION), TRAINING);
    assertThat(together.stream().map(fit -> fit.result.history().size()).distinct().count())
        .as("the test has fits of several lengths, %s", SEED)
        .isGreaterThan(1);
  }

  @Test
  void thoseThatAreAlikeAreTogether() {
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.REGRESSION);
    TrainingSpec other = new TrainingSpec(3, 9, 3e-2, 0, 0, 0, 0, 0.2, 7, 1);
    List<NetworkJob> some =
        jobs(model, cohort(Kind.REGRESSION), TRAINING, members(Kind.REGRESSION));
    List<NetworkJob> others = jobs(model, cohort(Kind.REGRESSION), other, members(Kind.REGRESSION));
    List<NetworkJob> mixed = List.of(some.get(0), others.get(1), some.get(2), others.get(3));

    List<Fitted> alone = alone(mixed);
    List<Fitted> together = together(mixed);
    for (int i = 0; i < alone.size(); i++) {
      assertSame(together.get(i), alone.get(i));
    }
    assertThat(together.get(1).result.history()).hasSize(3);
  }

  @Test
  void fewerStepsThanAnotherFitLeaveNoTrace() {
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.CLASSIFICATION);
    List<HeldOut> divisions =
        List.of(
            new HeldOut(SmallCohort.range(0, 20), SmallCohort.range(50, 70)),
            new HeldOut(SmallCohort.range(0, 50), SmallCohort.range(50, 60)));
    assertSame(model, cohort(Kind.CLASSIFICATION), TRAINING, divisions);
  }

  @Test
  void aDivergingFitIsNamedAsItIsAlone() {
    ModelSpec model = SmallCohort.model(Strategy.INTERMEDIATE, Kind.REGRESSION);
    TrainingSpec wild = new TrainingSpec(5, 11, 1e30, 0, 0, 0, 0, 0.2, 7, 1);
    List<NetworkJob> jobs = jobs(model, cohort(Kind.REGRESSION), wild, members(Kind.REGRESSION));
    Throwable alone = catchThrowable(() -> alone(jobs));
    assertThat(alone).isInstanceOf(FindingsException.class);
    assertThatThrownBy(() -> together(jobs))
        .isInstanceOf(FindingsException.class)
        .hasMessage(alone.getMessage());
  }

  @Test
  void theRuleAsksEveryPart() {
    assertThat(together(SmallCohort.model(Strategy.LATE, Kind.COX))).isTrue();
    FusionSpec transformer = new TransformerFusion.Spec();
    assertThat(together(SmallCohort.model(Strategy.INTERMEDIATE, transformer, List.of(Kind.COX))))
        .isFalse();
    ModelSpec wide =
        with(
            SmallCohort.model(Strategy.UNIMODAL, Kind.COX),
            new GatedFusion.Spec(),
            List.of(new ModalityEncoder("a", new LinearEncoder.Spec(30_000), null)),
            SmallCohort.model(Strategy.UNIMODAL, Kind.COX).heads());
    assertThat(together(wide)).as("too many parameters").isFalse();
  }

  private boolean together(ModelSpec model) {
    List<NetworkJob> jobs = jobs(model, cohort(Kind.COX), TRAINING, members(Kind.COX));
    return NetworkJobs.canBeReplicas(jobs.get(0));
  }

  /** One result of one part. */
  private record Fitted(
      String name, TrainingResult result, Map<String, double[]> weights, double[][] outputs) {}

  private static Cohort cohort(Kind kind) {
    return SmallCohort.of(SUBJECTS, kind, 3);
  }

  private static List<HeldOut> members(Kind kind) {
    Target target = cohort(kind).targets().get(0);
    return Members.rows(target, SmallCohort.range(0, SUBJECTS), null, 4, SEED);
  }

  private List<Fitted> assertSame(ModelSpec model, Cohort cohort, TrainingSpec training) {
    Target target = cohort.targets().get(0);
    List<HeldOut> rows = Members.rows(target, SmallCohort.range(0, SUBJECTS), null, 4, SEED);
    return assertSame(model, cohort, training, rows);
  }

  private List<Fitted> assertSame(
      ModelSpec model, Cohort cohort, TrainingSpec training, List<HeldOut> rows) {
    List<NetworkJob> jobs = jobs(model, cohort, training, rows);
    assertThat(NetworkJobs.canBeReplicas(jobs.get(0))).isTrue();
    List<Fitted> alone = alone(jobs);
    List<Fitted> together = together(jobs);
    assertThat(together).hasSameSizeAs(alone);
    for (int i = 0; i < alone.size(); i++) {
      assertSame(together.get(i), alone.get(i));
    }
    return together;
  }

  private static void assertSame(Fitted together, Fitted alone) {
    String name = "%s, %s".formatted(alone.name, SEED);
    assertThat(together.result.bestEpoch()).as(name).isEqualTo(alone.result.bestEpoch());
    assertThat(together.result.history()).as(name).hasSameSizeAs(alone.result.history());
    for (int e = 0; e < alone.result.history().size(); e++) {
      EpochRecord one = together.result.history().get(e);
      EpochRecord other = alone.result.history().get(e);
      assertThat(one.trainingLoss()).as(name).isCloseTo(other.trainingLoss(), within(1e-4));
      assertClose(one.validationLoss(), other.validationLoss(), 1e-4, name);
      assertClose(one.gradientNorm(), other.gradientNorm(), 1e-3, name);
      assertThat(one.learningRate()).isEqualTo(other.learningRate());
      assertThat(one.encoderGradientNorms().keySet())
          .isEqualTo(other.encoderGradientNorms().keySet());
      one.encoderGradientNorms()
          .forEach(
              (modality, norm) ->
                  assertClose(
                      norm, other.encoderGradientNorms().getOrDefault(modality, -1.0), 1e-3, name));
    }
    assertThat(together.weights.keySet()).isEqualTo(alone.weights.keySet());
    alone.weights.forEach(
        (parameter, values) ->
            assertThat(together.weights.get(parameter))
                .as("%s, %s", name, parameter)
                .containsExactly(values, within(2e-4)));
    for (int i = 0; i < alone.outputs.length; i++) {
      assertThat(together.outputs[i]).as(name).containsExactly(alone.outputs[i], within(2e-4));
    }
  }

  private static void assertClose(double one, double other, double tolerance, String name) {
    if (!Double.isNaN(one) || !Double.isNaN(other)) {
      assertThat(one).as(name).isCloseTo(other, within(tolerance * Math.max(1, Math.abs(other))));
    }
  }

  private static List<NetworkJob> jobs(
      ModelSpec model, Cohort cohort, TrainingSpec training, List<HeldOut> rows) {
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, SUBJECTS));
    return IntStream.range(0, rows.size())
        .mapToObj(
            k ->
                new NetworkJob(
                    new PartTrainer(
                        "test",
                        "fit " + k + ", ",
                        model,
                        training,
                        training.epochs(),
                        false,
                        Progress.SILENT,
                        EpochLog.NONE,
                        Checkpoints.none()),
                    data,
                    rows.get(k),
                    List.of(),
                    SEED.at("fit", k)))
        .toList();
  }

  private static List<Fitted> alone(List<NetworkJob> jobs) {
    List<Fitted> fitted = new ArrayList<>();
    for (NetworkJob job : jobs) {
      int index = 0;
      for (PartPlan plan : job.plans()) {
        try (PartFit fit = job.open(plan, index++)) {
          TrainingResult result = fit.train();
          fitted.add(fitted(job, fit.finish(), result));
        }
      }
    }
    return fitted;
  }

  private static List<Fitted> together(List<NetworkJob> jobs) {
    List<Fitted> fitted = new ArrayList<>();
    NetworkJobs.run(
        jobs,
        "test",
        "fits",
        (k, trained) -> {
          for (int i = 0; i < trained.parts().size(); i++) {
            fitted.add(fitted(jobs.get(k), trained.parts().get(i), trained.results().get(i)));
          }
        });
    return fitted;
  }

  /** What a part has come to; lets it go. */
  private static Fitted fitted(NetworkJob job, NetworkPart part, TrainingResult result) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    for (Parameter parameter : part.model().parameters().all()) {
      weights.put(parameter.name(), Tensors.toDoubles(parameter.value()));
    }
    int[] having =
        Arrays.stream(job.rows().all())
            .filter(s -> part.input().of(job.data()).stream().anyMatch(input -> input.has(s)))
            .toArray();
    try (CohortTensors tensors = new CohortTensors(part.input().of(job.data()), ScalarType.Float)) {
      double[][] outputs = Outputs.of(part.model(), tensors, having).get(0);
      return new Fitted(job.trainer().prefix() + part.name(), result, weights, outputs);
    } finally {
      part.model().close();
    }
  }

  private static ModelSpec with(
      ModelSpec model,
      FusionSpec fusion,
      List<ModalityEncoder> encoders,
      Map<String, HeadSpec> heads) {
    return new ModelSpec(
        model.strategy(),
        model.modality(),
        model.width(),
        model.projection(),
        fusion,
        Combiner.MEAN,
        model.early(),
        model.modalityDropout(),
        encoders,
        heads,
        Map.of());
  }
}
