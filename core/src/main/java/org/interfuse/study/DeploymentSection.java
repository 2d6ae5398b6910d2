package org.interfuse.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interfuse.comparison.Deployment;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code deployment}: what is known of the place where a model is to be used. */
final class DeploymentSection {
  private final SpecReader specs;
  private final List<String> modalities;

  DeploymentSection(SpecReader specs, List<String> modalities) {
    this.specs = specs;
    this.modalities = modalities;
  }

  Deployment read(Keys keys) {
    specs.rejectUnknown(keys, StudyKeys.names(StudyKeys.DEPLOYMENT));
    return new Deployment(
        available(StudyReader.part(specs, keys, "available", false)),
        owners(StudyReader.part(specs, keys, "owners", false)),
        limit(keys, "latency_ms"),
        limit(keys, "memory_mb"));
  }

  private Map<String, String> owners(Keys keys) {
    Map<String, String> owners = new LinkedHashMap<>();
    keys.entries()
        .forEach(
            (name, written) -> {
              String owner = specs.values().text(written);
              if (!modalities.contains(name)) {
                specs.mistakes().unknownName(written.place(), "a modality", name, modalities);
              } else if (owner != null) {
                owners.put(name, owner);
              }
            });
    return owners;
  }

  private Map<String, Double> available(Keys keys) {
    Map<String, Double> available = new LinkedHashMap<>();
    keys.entries()
        .forEach(
            (name, written) -> {
              if (!modalities.contains(name)) {
                specs.mistakes().unknownName(written.place(), "a modality", name, modalities);
              } else {
                number(written, 0, 1, "a probability from 0 to 1")
                    .ifPresent(probability -> available.put(name, probability));
              }
            });
    return available;
  }

  private @Nullable Double limit(Keys keys, String name) {
    Written written = SpecReader.get(keys, name);
    if (written == null || written instanceof Scalar scalar && scalar.nothing()) {
      return null;
    }
    return number(written, Double.MIN_VALUE, Double.MAX_VALUE, "a number above 0").orElse(null);
  }

  private Optional<Double> number(Written written, double lowest, double highest, String expected) {
    Optional<Double> number =
        specs.values().read(double.class, written, null).map(Double.class::cast);
    if (number.isPresent() && !(number.get() >= lowest && number.get() <= highest)) {
      specs.mistakes().add(written.place(), "expected " + expected, written.describe());
      return Optional.empty();
    }
    return number;
  }
}
