package org.interfuse.source.genotypes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.modality.NameIndex;
import org.interfuse.modality.PackedNames;
import org.interfuse.source.ColumnNames;
import org.interfuse.source.wide.NameChoice;

/** Chooses variants: as a study says, or as a fitted model expects. */
final class VariantChoice {
  private final Variants variants;
  private final String option;
  private final String shown;
  private final Findings findings;

  VariantChoice(Variants variants, String option, String shown, Findings findings) {
    this.variants = variants;
    this.option = option;
    this.shown = shown;
    this.findings = findings;
  }

  /**
   * What a study chooses, in the file's order.
   *
   * @param chromosomes as the file writes them; empty for all
   * @param columns names, ids and globs; empty for all
   * @param exclude what is left out again
   */
  ChosenVariants choose(
      PackedNames names, List<String> chromosomes, List<String> columns, List<String> exclude) {
    BitSet chosen =
        new NameChoice(option, shown, names, variants.ids(), findings).choose(columns, exclude);
    if (!chromosomes.isEmpty()) {
      chosen.and(on(chromosomes));
    }
    if (chosen.isEmpty() && findings.errors().isEmpty()) {
      findings.error(Finding.of(option, "a modality must have a variant", "none in " + shown));
    }
    int count = variants.count();
    return chosen.cardinality() == count
        ? new ChosenVariants(null, count, new BitSet())
        : new ChosenVariants(chosen.stream().toArray(), count, new BitSet());
  }

  private BitSet on(List<String> chromosomes) {
    List<String> unknown = variants.unknown(chromosomes);
    if (!unknown.isEmpty()) {
      findings.error(
          Finding.of(
              option + ".chromosomes",
              "%s must have the chromosome".formatted(shown),
              "no '" + String.join("', '", unknown) + "'",
              List.of("it has " + ColumnNames.examples(variants.chromosomes()))));
    }
    BitSet on = new BitSet();
    for (int variant = 0; variant < variants.count(); variant++) {
      on.set(
          variant, chromosomes.contains(variants.chromosomes().get(variants.chromosome(variant))));
    }
    return on;
  }

  /** The variants of a model's columns, in its order, with those whose alleles are swapped. */
  ChosenVariants known(List<String> expected) {
    PackedNames names = PackedNames.packed(expected);
    NameIndex wanted = NameIndex.of(names);
    int[] places = new int[names.size()];
    Arrays.fill(places, -1);
    BitSet swaps = new BitSet();
    PackedNames own = variants.names();
    for (int variant = 0; variant < variants.count(); variant++) {
      take(places, wanted, variant, own.get(variant), variants.placedName(variant));
    }
    for (int variant = 0; variant < variants.count(); variant++) {
      int place =
          take(
              places,
              wanted,
              variant,
              variants.swappedName(variant),
              variants.swappedPlacedName(variant));
      if (place >= 0) {
        swaps.set(place);
      }
    }
    report(names, places);
    reportSwaps(swaps, places);
    return new ChosenVariants(places, variants.count(), swaps);
  }

  /** Gives a variant the first free place under one of its names; -1 if there is none. */
  private static int take(int[] places, NameIndex wanted, int variant, String... names) {
    for (String name : names) {
      int place = wanted.find(name);
      if (place >= 0 && places[place] < 0) {
        places[place] = variant;
        return place;
      }
    }
    return -1;
  }

  private void report(PackedNames names, int[] places) {
    List<String> absent = new ArrayList<>();
    NameIndex ids = null;
    int otherAlleles = 0;
    for (int j = 0; j < places.length; j++) {
      if (places[j] < 0) {
        String name = names.get(j);
        absent.add(name);
        ids = ids == null ? NameIndex.of(variants.ids()) : ids;
        otherAlleles += ids.find(name.substring(0, Math.max(0, name.lastIndexOf('_')))) < 0 ? 0 : 1;
      }
    }
    if (!absent.isEmpty()) {
      String others =
          otherAlleles == 0
              ? ""
              : "; of %,d the id is there with other alleles".formatted(otherAlleles);
      findings.error(
          Finding.of(
              shown,
              "the file must have the %,d variants that the model was fitted on"
                  .formatted(places.length),
              "%,d absent: %s%s".formatted(absent.size(), ColumnNames.examples(absent), others)));
    }
  }

  private void reportSwaps(BitSet swaps, int[] places) {
    if (swaps.isEmpty()) {
      return;
    }
    long ambiguous = swaps.stream().filter(place -> variants.palindromic(places[place])).count();
    String strand =
        ambiguous == 0
            ? ""
            : "; of %,d A/T or C/G ones it may be another strand".formatted(ambiguous);
    findings.warning(
        Finding.of(
            shown,
            "variants should count the allele that the model's do",
            "%,d of %,d count the other, read as 2 - x%s"
                .formatted(swaps.cardinality(), places.length, strand)));
  }
}
