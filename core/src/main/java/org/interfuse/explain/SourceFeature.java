package org.interfuse.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.interfuse.model.Ensemble;
import org.interfuse.model.NetworkInput;
import org.interfuse.model.NetworkPart;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.FittedPreprocessing;

/**
 * A column that a network is given, and where it comes from.
 *
 * @param modality the study's name of the modality
 * @param column the source column; empty for the column that says whether the modality is there,
 *     which integrated gradients hold as it is
 * @param prepared the column's name after preprocessing, with {@code ?} for an indicator of missing
 *     cells
 */
public record SourceFeature(String modality, String column, String prepared) {
  private static final String MISSING = "?";

  /** {@code modality.column}. */
  public String label() {
    return column.isEmpty() ? modality + " present" : modality + "." + column;
  }

  /**
   * The features of all parts of a network, in the order of its inputs; of several members, which
   * read the same, each feature once. Modalities without columns have none.
   */
  static List<SourceFeature> of(Ensemble network, FittedCohort fitted) {
    Map<String, FittedPreprocessing> byName = new HashMap<>();
    for (int m = 0; m < fitted.modalities().size(); m++) {
      byName.put(fitted.modalities().get(m), fitted.preprocessing().get(m));
    }
    List<SourceFeature> features = new ArrayList<>();
    for (NetworkPart part : network.members().get(0).parts()) {
      if (part.input() instanceof NetworkInput.Merged merged) {
        features.addAll(merged(merged.merge(), network.indicated(), byName));
      } else {
        for (String modality : ((NetworkInput.Separate) part.input()).modalities()) {
          List<SourceFeature> own = of(modality, byName);
          features.addAll(own);
        }
      }
    }
    return features;
  }

  /** As {@link EarlyMerge} lays them out: numbers, presence, categories. */
  private static List<SourceFeature> merged(
      EarlyMerge merge, List<String> indicated, Map<String, FittedPreprocessing> byName) {
    List<SourceFeature> numbers = new ArrayList<>();
    List<SourceFeature> categories = new ArrayList<>();
    for (int m = 0; m < merge.modalities().size(); m++) {
      List<SourceFeature> own = of(merge.modalities().get(m), byName);
      int width = merge.shapes().get(m).numericWidth();
      numbers.addAll(own.subList(0, width));
      categories.addAll(own.subList(width, own.size()));
    }
    Stream<SourceFeature> presences =
        indicated.stream().map(name -> new SourceFeature(name, "", name + " present"));
    return Stream.of(numbers.stream(), presences, categories.stream()).flatMap(s -> s).toList();
  }

  private static List<SourceFeature> of(String modality, Map<String, FittedPreprocessing> byName) {
    FittedPreprocessing fitted = java.util.Objects.requireNonNull(byName.get(modality));
    FeatureShape shape = fitted.shape();
    if (!shape.table()) {
      return List.of();
    }
    Set<String> columns = new HashSet<>(fitted.columns().numeric());
    Set<String> seen = new HashSet<>();
    List<SourceFeature> features = new ArrayList<>();
    for (int j = 0; j < shape.names().size(); j++) {
      String name = shape.names().get(j);
      boolean value = j >= shape.numericWidth() || columns.contains(name) && seen.add(name);
      boolean indicator = !value && name.endsWith(MISSING);
      String column = indicator ? name.substring(0, name.length() - MISSING.length()) : name;
      features.add(new SourceFeature(modality, column, name));
    }
    return features;
  }
}
