package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code vary}: the primary candidate once more for each combination of values, which are
 * laid over it after its own {@code with}. A combination that changes nothing is the candidate
 * itself. The first option varies slowest.
 */
final class Variations {
  /** A grid is for looking at a few options; a search for the best is not done by hand. */
  static final int MOST = 100;

  private final SpecReader specs;
  private final CandidateReader reader;
  private final Keys vary;

  Variations(SpecReader specs, CandidateReader reader, Keys vary) {
    this.specs = specs;
    this.reader = reader;
    this.vary = vary;
  }

  /** The candidates with the variations of the primary one behind it; null after a mistake. */
  @Nullable List<CandidateSpec> expand(List<CandidateSpec> candidates, String primary) {
    int at = candidates.stream().map(CandidateSpec::name).toList().indexOf(primary);
    if (!(candidates.get(at) instanceof NetworkCandidate base)) {
      String rule = "expected a network as the primary candidate, which is what is varied";
      mistake(vary.place(), rule, "'" + primary + "'");
      return null;
    }
    boolean few = countIsGood();
    if (!valuesAreGood(base) || !few) {
      return null;
    }
    List<CandidateSpec> expanded = new ArrayList<>(candidates);
    List<NetworkCandidate> variations = new ArrayList<>();
    for (Keys combination : combinations()) {
      NetworkCandidate variation = variation(base, combination);
      if (variation == null) {
        return null;
      }
      if (variation.name().equals(base.name())) {
        expanded.set(at, variation);
      }
      variations.add(variation);
    }
    variations.removeIf(variation -> variation.name().equals(base.name()));
    expanded.addAll(at + 1, variations);
    return differ(variations) && namesAreDistinct(expanded) ? expanded : null;
  }

  private boolean countIsGood() {
    boolean good = true;
    long count = 1;
    for (Map.Entry<String, Written> option : vary.entries().entrySet()) {
      if (option.getValue() instanceof Items items && items.items().isEmpty()) {
        mistake(items.place(), "expected at least one value", "none");
        good = false;
      }
      count = Math.min(count * SpecReader.items(option.getValue()).size(), Integer.MAX_VALUE);
    }
    if (count > MOST) {
      String product =
          vary.entries().values().stream()
              .map(values -> String.valueOf(SpecReader.items(values).size()))
              .collect(Collectors.joining(" × "));
      mistake(
          vary.place(),
          "expected at most %d combinations of values".formatted(MOST),
          count + (vary.entries().size() > 1 ? ", " + product : ""));
      good = false;
    }
    return good;
  }

  /** Each value alone, so that a mistake is said once and not for every combination. */
  private boolean valuesAreGood(NetworkCandidate base) {
    boolean good = true;
    for (Map.Entry<String, Written> option : vary.entries().entrySet()) {
      for (Written value : SpecReader.items(option.getValue())) {
        Keys alone = Keys.empty(vary.place()).with(option.getKey(), value);
        good &= read(base, alone) != null;
      }
    }
    return good;
  }

  private @Nullable NetworkCandidate read(NetworkCandidate base, Keys values) {
    int before = specs.mistakes().count();
    NetworkCandidate read = reader.varied(base, values);
    return specs.mistakes().count() > before ? null : read;
  }

  private @Nullable NetworkCandidate variation(NetworkCandidate base, Keys combination) {
    NetworkCandidate read = read(base, combination);
    if (read == null) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    combination.entries().forEach((path, value) -> values.put(path, CandidateNames.text(value)));
    boolean same = read.model().equals(base.model()) && read.training().equals(base.training());
    String name = same ? base.name() : base.name() + ", " + CandidateNames.variation(values);
    return new NetworkCandidate(name, read.model(), read.training(), values);
  }

  private List<Keys> combinations() {
    List<Keys> combinations = List.of(Keys.empty(vary.place()));
    for (Map.Entry<String, Written> option : vary.entries().entrySet()) {
      List<Keys> longer = new ArrayList<>();
      for (Keys shorter : combinations) {
        for (Written value : SpecReader.items(option.getValue())) {
          longer.add(shorter.with(option.getKey(), value));
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /** Two values that mean the same would be fitted twice and look like two results. */
  private boolean differ(List<NetworkCandidate> variations) {
    long different =
        variations.stream()
            .map(variation -> List.of(variation.model(), variation.training()))
            .distinct()
            .count();
    if (different < variations.size()) {
      String found = (variations.size() - different) + " that ask for the same as another";
      mistake(vary.place(), "expected combinations that differ", found);
    }
    return different == variations.size();
  }

  private boolean namesAreDistinct(List<CandidateSpec> candidates) {
    Map<String, Long> counts =
        candidates.stream()
            .collect(Collectors.groupingBy(CandidateSpec::name, Collectors.counting()));
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      if (count.getValue() > 1) {
        mistake(
            vary.place(),
            "expected distinct names of candidates",
            "'" + count.getKey() + "' again");
        return false;
      }
    }
    return true;
  }

  private void mistake(Place place, String rule, String found) {
    specs.mistakes().add(place, rule, found);
  }
}
