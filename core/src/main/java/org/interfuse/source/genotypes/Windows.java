package org.interfuse.source.genotypes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.source.wide.GroupBuilder;

/** Groups of neighbours on a chromosome: windows of so many base pairs that do not overlap. */
final class Windows {
  private Windows() {}

  /** Windows {@code CHROM:FIRST-LAST} in base pairs, from 1; variants without a place have none. */
  static ColumnGroups of(Variants variants, ChosenVariants chosen, int window) {
    Map<Long, Integer> numbers = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    GroupBuilder groups = new GroupBuilder();
    for (int column = 0; column < chosen.count(); column++) {
      int variant = chosen.variant(column);
      int position = variants.position(variant);
      if (position <= 0) {
        continue;
      }
      long place = (position - 1) / window;
      long key = ((long) variants.chromosome(variant) << 32) | place;
      Integer known = numbers.get(key);
      if (known == null) {
        known = names.size();
        numbers.put(key, known);
        names.add(
            "%s:%d-%d"
                .formatted(
                    variants.chromosomes().get(variants.chromosome(variant)),
                    place * window + 1,
                    (place + 1) * window));
      }
      groups.add(known, column);
    }
    return groups.build(names);
  }
}
