package org.interfuse.source.wide;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.Spelling;
import org.interfuse.modality.NameIndex;
import org.interfuse.modality.PackedNames;
import org.interfuse.source.ColumnNames;
import org.interfuse.source.Glob;
import org.interfuse.source.KnownChoice;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among very many columns by names and globs; what is chosen stays in the file's order.
 * Columns may have a second name, as a variant has its id, which may be shared.
 */
public final class NameChoice {
  private static final int COMPARED = 100_000;

  private final String option;
  private final String shown;
  private final PackedNames names;
  private final @Nullable PackedNames seconds;
  private final Findings findings;
  private @Nullable NameIndex index;
  private @Nullable NameIndex secondIndex;

  /**
   * @param option the modality's options in the study, for example {@code modalities.rna}
   * @param shown how messages name the file
   * @param seconds other names of the same columns, or null
   */
  public NameChoice(
      String option,
      String shown,
      PackedNames names,
      @Nullable PackedNames seconds,
      Findings findings) {
    this.option = option;
    this.shown = shown;
    this.names = names;
    this.seconds = seconds;
    this.findings = findings;
  }

  /**
   * The columns chosen, ascending; errors are added where a name or glob fits none.
   *
   * @param columns names and globs; empty for all
   * @param exclude names and globs that are left out again
   */
  public BitSet choose(List<String> columns, List<String> exclude) {
    BitSet chosen = new BitSet(names.size());
    if (columns.isEmpty()) {
      chosen.set(0, names.size());
    }
    columns.forEach(name -> chosen.or(matching(name, "columns")));
    exclude.forEach(name -> chosen.andNot(matching(name, "exclude")));
    return chosen;
  }

  /** The columns of a name or glob; none where nothing fits. */
  public BitSet find(String name) {
    BitSet found = new BitSet();
    int place = index().find(name);
    if (place >= 0) {
      found.set(place);
    } else if (seconds != null) {
      findSecond(name, found);
    }
    if (found.isEmpty() && Glob.isGlob(name)) {
      Glob glob = new Glob(name);
      IntStream.range(0, names.size())
          .parallel()
          .filter(j -> glob.matches(names.get(j)))
          .boxed()
          .toList()
          .forEach(found::set);
    }
    return found;
  }

  private void findSecond(String name, BitSet found) {
    PackedNames others = java.util.Objects.requireNonNull(seconds);
    if (secondIndex == null) {
      secondIndex = NameIndex.of(others);
    }
    int first = secondIndex.find(name);
    if (first < 0) {
      return;
    }
    found.set(first);
    for (int repeated : secondIndex.repeated()) {
      if (secondIndex.find(others, repeated) == first) {
        found.set(repeated);
      }
    }
  }

  private BitSet matching(String name, String key) {
    BitSet found = find(name);
    if (found.isEmpty()) {
      List<String> some = names.subList(0, Math.min(COMPARED, names.size()));
      findings.error(
          Finding.of(
              option + "." + key,
              "%s must have the column".formatted(shown),
              "no '" + name + "'",
              Spelling.nearest(name, some)
                  .map(near -> List.of("did you mean '" + near + "'"))
                  .orElse(List.of())));
    }
    return found;
  }

  /** The columns that a fitted model expects, in its order; errors name those that are absent. */
  public int[] known(List<String> expected) {
    PackedNames wanted = PackedNames.packed(expected);
    int[] places = new int[wanted.size()];
    List<String> absent = new ArrayList<>();
    for (int j = 0; j < places.length; j++) {
      places[j] = index().find(wanted, j);
      if (places[j] < 0) {
        absent.add(wanted.get(j));
      }
    }
    KnownChoice.report(shown, places.length, absent, findings);
    return places;
  }

  /** Whether places are 0, 1, … up to all. */
  public static boolean isAll(int[] places, int all) {
    return places.length == all && IntStream.range(0, all).allMatch(j -> places[j] == j);
  }

  /** The names, those that repeat numbered {@code name#1}, {@code name#2}. */
  public static PackedNames distinct(PackedNames names) {
    return NameIndex.of(names).repeated().length == 0
        ? names
        : PackedNames.of(ColumnNames.distinct(names));
  }

  private NameIndex index() {
    if (index == null) {
      index = NameIndex.of(names);
    }
    return index;
  }
}
