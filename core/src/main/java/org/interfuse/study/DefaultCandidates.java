package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.source.TargetSpec;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Kind;
import org.interfuse.study.Written.Place;
import org.interfuse.study.Written.Scalar;

/**
 * The candidates of a comparison that names none. What anybody should beat: prevalence, presence
 * only, linear models merged early and late; what shows whether fusing was worth it: each modality
 * alone, the strategies early and late; and the plain operators concat and mean beside the study's
 * own model. Baselines and operators that are not registered are left out.
 */
final class DefaultCandidates {
  private final SpecCatalog catalog;
  private final Map<String, TargetSpec> targets;
  private final Place place;
  private final List<Written> candidates = new ArrayList<>();

  private DefaultCandidates(SpecCatalog catalog, Map<String, TargetSpec> targets, Place place) {
    this.catalog = catalog;
    this.targets = targets;
    this.place = place;
  }

  /**
   * As if a person had written them at that place; the study's own model is not among them.
   *
   * @param tables whether all modalities are tables: otherwise strategy early, which needs a table
   *     of all columns, is left out
   */
  static List<Written> written(
      SpecCatalog catalog,
      Map<String, TargetSpec> targets,
      List<String> modalities,
      boolean tables,
      Place place) {
    DefaultCandidates defaults = new DefaultCandidates(catalog, targets, place);
    defaults.addBaseline("prevalence");
    if (modalities.size() == 1) {
      defaults.addBaseline("linear", "merge", "early");
      return defaults.candidates;
    }
    defaults.addBaseline("presence");
    defaults.addBaseline("linear", "merge", "early");
    defaults.addBaseline("linear", "merge", "late");
    for (String modality : modalities) {
      defaults.add("strategy", "unimodal", "modality", modality);
    }
    if (tables) {
      defaults.add("strategy", "early");
    }
    defaults.add("strategy", "late");
    for (String fusion : List.of("concat", "mean")) {
      if (catalog.find(SpecCatalog.FUSION, fusion).isPresent()) {
        defaults.add("fusion", fusion);
      }
    }
    return defaults.candidates;
  }

  private void addBaseline(String name, String... options) {
    boolean usable =
        catalog
            .find(SpecCatalog.BASELINE, name)
            .filter(
                baseline ->
                    targets.values().stream().allMatch(target -> baseline.predicts(target.type())))
            .isPresent();
    if (usable) {
      String[] pairs = new String[options.length + 2];
      pairs[0] = "baseline";
      pairs[1] = name;
      System.arraycopy(options, 0, pairs, 2, options.length);
      add(pairs);
    }
  }

  private void add(String... pairs) {
    Map<String, Written> entries = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      entries.put(pairs[i], new Scalar(pairs[i + 1], Kind.TEXT, place));
    }
    candidates.add(new Keys(entries, place));
  }
}
