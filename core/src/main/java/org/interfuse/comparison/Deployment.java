package org.interfuse.comparison;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is to be used.
 *
 * @param available by name of modality the probability that a subject has it there, in [0, 1],
 *     independent of each other; modalities without one are there as often as in the cohort
 * @param owners by name of modality who holds it; empty if nobody said
 * @param latencyMs longest time that a prediction may take in milliseconds, above 0; null if nobody
 *     said
 * @param memoryMb most that a fitted candidate may hold in memory to predict, in megabytes of a
 *     million bytes, above 0; null if nobody said
 */
public record Deployment(
    Map<String, Double> available,
    Map<String, String> owners,
    @Nullable Double latencyMs,
    @Nullable Double memoryMb) {
  /** Nothing is known of it. */
  public static final Deployment UNKNOWN = new Deployment(Map.of(), Map.of(), null);

  /** Nothing is said of memory. */
  public Deployment(
      Map<String, Double> available, Map<String, String> owners, @Nullable Double latencyMs) {
    this(available, owners, latencyMs, null);
  }

  public Deployment {
    available = Collections.unmodifiableMap(new LinkedHashMap<>(available)); // keeps the order
    owners = Collections.unmodifiableMap(new LinkedHashMap<>(owners));
    available.forEach(
        (name, probability) -> {
          if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                "available.%s: expected from 0 to 1, but it is %s".formatted(name, probability));
          }
        });
    if (latencyMs != null && !(latencyMs > 0)) {
      throw new IllegalArgumentException("latency_ms: expected above 0, but it is " + latencyMs);
    }
    if (memoryMb != null && !(memoryMb > 0)) {
      throw new IllegalArgumentException("memory_mb: expected above 0, but it is " + memoryMb);
    }
  }
}
