package org.interfuse.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;

/** The metrics that are registered, each with its default options. */
public final class Metrics {
  private static final List<Metric> ALL =
      ServiceLoader.load(Metric.class, Metrics.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(Metric::name))
          .toList();

  private Metrics() {}

  /** Every metric, by name. */
  public static List<Metric> all() {
    return ALL;
  }

  /** The metrics that judge this target: the primary one first, then by name. */
  public static List<Metric> forTarget(TargetSchema schema) {
    String primary = primaryName(schema.type());
    return ALL.stream()
        .filter(metric -> metric.applies(schema))
        .sorted(Comparator.comparing((Metric metric) -> !metric.name().equals(primary)))
        .toList();
  }

  /** The metric that decides unless a study names another. */
  public static Metric primary(TargetSchema schema) {
    String name = primaryName(schema.type());
    return named(name)
        .orElseThrow(() -> new IllegalStateException("metric '" + name + "' is not registered"));
  }

  /** The metric of that name in a study. */
  public static Optional<Metric> named(String name) {
    return ALL.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  private static String primaryName(TargetType type) {
    return switch (type) {
      case CLASSIFICATION, MULTILABEL -> "auroc";
      case REGRESSION -> "rmse";
      case SURVIVAL -> "harrell-c";
    };
  }
}
