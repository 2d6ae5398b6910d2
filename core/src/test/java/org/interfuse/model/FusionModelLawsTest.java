package org.interfuse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.cohort.Cohort;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws 2 and 4 on whole models of every strategy, operator and head. */
final class FusionModelLawsTest {
  private static final Seed SEED = new Seed(17);
  private static final int SUBJECTS = 42;
  private static final double FLOOR = 1e-9;

  static Stream<FusionSpec> fusions() {
    return ServiceLoader.load(FusionSpec.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(FusionModelLawsTest::takesThreeModalities);
  }

  /** The cohort has three; an operator of two is proved with two, in the module proof. */
  private static boolean takesThreeModalities(FusionSpec spec) {
    try (Parameters parameters = new Parameters(SEED);
        PointerScope scope = new PointerScope()) {
      spec.build(List.of("a", "b", "c"), new int[] {8, 8, 8}, 8, parameters);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("expected exactly 2 modalities");
      return false;
    }
  }

  static Stream<Arguments> models() {
    List<Arguments> models = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Strategy strategy : Strategy.values()) {
        if (strategy != Strategy.INTERMEDIATE) {
          models.add(Arguments.of(strategy, fusions().findFirst().orElseThrow(), kind));
        }
      }
      fusions().forEach(fusion -> models.add(Arguments.of(Strategy.INTERMEDIATE, fusion, kind)));
    }
    return models.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("models")
  void nobodysBytesChangeNoBitOfOutputsAndGradients(
      Strategy strategy, FusionSpec fusion, Kind kind) {
    Cohort cohort = SmallCohort.of(SUBJECTS, kind, 1);
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, SUBJECTS));
    ModelSpec model = SmallCohort.model(strategy, fusion, List.of(kind));
    int[] batch = SmallCohort.range(3, 31);
    int[] outside =
        java.util.stream.IntStream.concat(
                Arrays.stream(SmallCohort.range(0, 3)),
                Arrays.stream(SmallCohort.range(31, SUBJECTS)))
            .toArray();
    List<Probe> before = probes(model, data, batch, ScalarType.Float, true);
    for (float bytes : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -1e30f}) {
      PreparedCohort changed =
          SmallCohort.withOtherRows(SmallCohort.withNobodysRows(data, bytes), outside, bytes);
      List<Probe> after = probes(model, changed, batch, ScalarType.Float, true);
      for (int p = 0; p < before.size(); p++) {
        assertThat(after.get(p).outputs).isDeepEqualTo(before.get(p).outputs);
        for (int g = 0; g < before.get(p).gradients.size(); g++) {
          assertThat(after.get(p).gradients.get(g).values)
              .as("%s with %s, seed %s", before.get(p).gradients.get(g).name, bytes, SEED)
              .containsExactly(before.get(p).gradients.get(g).values);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("models")
  void everyParameterTrains(Strategy strategy, FusionSpec fusion, Kind kind) {
    Cohort cohort = SmallCohort.of(SUBJECTS, kind, 2);
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, SUBJECTS));
    ModelSpec model = SmallCohort.model(strategy, fusion, List.of(kind));
    for (Probe probe :
        probes(model, data, SmallCohort.range(0, SUBJECTS), ScalarType.Double, false)) {
      for (Gradient gradient : probe.gradients) {
        boolean exempt =
            fusion.gradientExemptions().keySet().stream()
                .anyMatch(name -> gradient.name.equals("fusion." + name));
        double largest = Arrays.stream(gradient.values).map(Math::abs).max().orElse(0);
        assertThat(exempt || largest > FLOOR)
            .as("%s: largest %s, floor %s, seed %s", gradient.name, largest, FLOOR, SEED)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hiddenInTrainingIsTheSameAsAbsent(boolean training) {
    Cohort cohort = SmallCohort.of(SUBJECTS, Kind.REGRESSION, 3);
    PreparedCohort data = SmallCohort.prepared(cohort, SmallCohort.range(0, SUBJECTS));
    ModelSpec spec = SmallCohort.model(Strategy.INTERMEDIATE, Kind.REGRESSION);
    PartPlan plan = plans(spec, data).get(0);
    int both = 2; // pattern a and b
    int onlyB = 1;
    assertThat(cohort.presence()[both]).containsExactly(true, true, false);
    assertThat(cohort.presence()[onlyB]).containsExactly(false, true, false);
    try (FusionModel model =
            FusionModel.build(plan.design(spec), plan.input().shapes(data), schemas(cohort), SEED);
        CohortTensors tensors = new CohortTensors(plan.input().of(data), ScalarType.Float);
        PointerScope scope = new PointerScope()) {
      boolean[][] hidden = {{true, false, false}};
      Batch batch = tensors.batch(new int[] {both}, hidden);
      assertThat(batch.modalities().get(0).input()).as("nobody has it").isNull();
      assertThat(Tensors.toDoubles(batch.modalities().get(0).presence())).containsExactly(0);
      Pass pass = training ? Pass.training(SEED) : Pass.inference();
      double[] pooled = Tensors.toDoubles(model.encode(batch, pass).get(0).pooled());
      assertThat(pooled).containsOnly(0);
    }
  }

  private record Gradient(String name, double[] values) {}

  private record Probe(double[][] outputs, List<Gradient> gradients) {}

  private static List<org.interfuse.target.TargetSchema> schemas(Cohort cohort) {
    return cohort.targets().stream().map(Target::schema).toList();
  }

  private static List<PartPlan> plans(ModelSpec model, PreparedCohort data) {
    return PartPlan.of(
        model, () -> EarlyMerge.fit(data, SmallCohort.range(0, data.cohort().size())));
  }

  /** One forward and backward pass of each part of a network, as a training step makes them. */
  private static List<Probe> probes(
      ModelSpec spec, PreparedCohort data, int[] batch, ScalarType type, boolean training) {
    List<Probe> probes = new ArrayList<>();
    for (PartPlan plan : plans(spec, data)) {
      List<ModalityInput> inputs = plan.input().of(data);
      int[] usable =
          Arrays.stream(batch)
              .filter(s -> inputs.stream().anyMatch(input -> input.has(s)))
              .toArray();
      probes.add(probe(plan, spec, data, inputs, usable, type, training));
    }
    return probes;
  }

  private static Probe probe(
      PartPlan plan,
      ModelSpec spec,
      PreparedCohort data,
      List<ModalityInput> inputs,
      int[] subjects,
      ScalarType type,
      boolean training) {
    Target target = data.cohort().targets().get(0);
    try (FusionModel model =
            FusionModel.build(
                plan.design(spec), plan.input().shapes(data), schemas(data.cohort()), SEED, type);
        CohortTensors tensors = new CohortTensors(inputs, type);
        PointerScope scope = new PointerScope()) {
      model.heads().get(0).prepare(target);
      Pass pass = training ? Pass.training(SEED) : Pass.inference();
      List<Tensor> outputs = model.forward(tensors.batch(subjects, null), pass);
      model.heads().get(0).loss(outputs.get(0), target.select(subjects)).backward();
      List<Gradient> gradients = new ArrayList<>();
      for (Parameter parameter : model.parameters().trained()) {
        Tensor gradient = parameter.value().grad();
        gradients.add(
            new Gradient(
                parameter.name(),
                gradient.defined() ? Tensors.toDoubles(gradient) : new double[0]));
      }
      return new Probe(Tensors.toRows(outputs.get(0)), gradients);
    }
  }
}
