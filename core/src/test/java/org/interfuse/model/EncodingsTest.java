package org.interfuse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.cohort.Cohort;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a pass is what predicts, to the bit. */
final class EncodingsTest {
  private static final int SUBJECTS = 40;
  private static final int NOBODY = 3;
  private static final Seed SEED = new Seed(19);

  static Stream<FusionSpec> operators() {
    return ServiceLoader.load(FusionSpec.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(spec -> !spec.type().equals("difference")); // of two modalities only
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void ofEveryOperator(FusionSpec fusion) {
    check(
        SmallCohort.model(Strategy.INTERMEDIATE, fusion, List.of(Kind.REGRESSION)),
        Kind.REGRESSION);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void ofEveryStrategy(Strategy strategy) {
    for (Kind kind : Kind.values()) {
      check(SmallCohort.model(strategy, new GatedFusion.Spec(), List.of(kind)), kind);
    }
  }

  private static void check(ModelSpec spec, Kind kind) {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(kind), NOBODY, 5);
    int[] all = SmallCohort.range(0, SUBJECTS);
    PreparedCohort data = SmallCohort.prepared(cohort, all);
    List<TargetSchema> targets = cohort.targets().stream().map(Target::schema).toList();
    for (PartPlan plan :
        PartPlan.of(spec, () -> org.interfuse.preprocessing.EarlyMerge.fit(data, all))) {
      try (FusionModel model =
          FusionModel.build(plan.design(spec), plan.input().shapes(data), targets, SEED)) {
        NetworkPart part = new NetworkPart(plan.name(), model, plan.input(), List.of());
        compare(part, data, all, Encodings.of(part, data, all));
      }
    }
  }

  private static void compare(NetworkPart part, PreparedCohort data, int[] all, Encodings kept) {
    List<ModalityInput> inputs = part.input().of(data);
    boolean[] known = NetworkPart.known(inputs, all);
    int[] some = java.util.Arrays.stream(all).filter(i -> known[i]).toArray();
    try (CohortTensors tensors = new CohortTensors(inputs, part.model().parameters().type())) {
      double[][] outputs = Outputs.of(part.model(), tensors, some).get(0);
      double[][] again = heads(part.model(), kept.fused(), some);
      for (int i = 0; i < some.length; i++) {
        assertThat(kept.outputs().get(0)[some[i]]).containsExactly(outputs[i]);
        assertThat(again[i]).as("the head, of the fused vectors kept").containsExactly(outputs[i]);
        assertThat(kept.weights()[some[i]] == null).isEqualTo(kept.columns() == null);
      }
    }
    for (int i = 0; i < all.length; i++) {
      assertThat(kept.fused()[i] == null).as("fused, subject %d", i).isEqualTo(!known[i]);
      for (int m = 0; m < inputs.size(); m++) {
        assertThat(kept.representations().get(m)[i] != null).isEqualTo(inputs.get(m).has(i));
      }
    }
  }

  private static double[][] heads(FusionModel model, float[][] fused, int[] some) {
    int width = fused[some[0]].length;
    float[] values = new float[some.length * width];
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(fused[some[i]], 0, values, i * width, width);
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor rows = Tensors.ofFloats(values, some.length, width);
      return Tensors.toRows(model.predict(rows, Pass.inference()).get(0));
    }
  }
}
