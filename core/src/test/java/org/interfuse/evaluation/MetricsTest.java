package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static List<String> names(TargetSchema schema) {
    return Metrics.forTarget(schema).stream().map(Metric::name).toList();
  }

  @Test
  void thePrimaryMetricComesFirstThenByName() {
    assertThat(names(Target.schema("y", TargetType.SURVIVAL)))
        .containsExactly("harrell-c", "integrated-brier", "uno-c");
    assertThat(names(Target.schema("y", TargetType.REGRESSION)))
        .containsExactly("rmse", "mae", "pearson", "r2", "spearman");
    assertThat(names(Target.schema("y", TargetType.MULTILABEL, "a", "b")))
        .containsExactly("auroc", "auprc", "brier", "f1-macro", "f1-weighted", "log-loss");
    assertThat(names(Target.schema("y", TargetType.CLASSIFICATION, "a", "b")))
        .containsExactly(
            "auroc",
            "accuracy",
            "auprc",
            "balanced-accuracy",
            "brier",
            "expected-calibration-error",
            "f1-macro",
            "f1-weighted",
            "log-loss",
            "sensitivity-at-specificity");
    assertThat(names(Target.schema("y", TargetType.CLASSIFICATION, "a", "b", "c")))
        .hasSize(9)
        .doesNotContain("sensitivity-at-specificity");
  }

  @Test
  void everyTargetHasAPrimaryMetricThatApplies() {
    for (TargetType type : TargetType.values()) {
      TargetSchema schema = Target.schema("y", type, "a", "b");
      assertThat(Metrics.primary(schema).applies(schema)).isTrue();
    }
  }

  @Test
  void anUnknownNameIsNoMetric() {
    assertThat(Metrics.named("auroc")).contains(new AreaUnderRoc());
    assertThat(Metrics.named("AUROC")).isEmpty();
    assertThat(Metrics.all()).hasSize(18);
  }
}
