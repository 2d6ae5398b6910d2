package org.interfuse.source.genotypes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.NameIndex;
import org.interfuse.modality.PackedNames;
import org.interfuse.source.text.FieldLines;
import org.interfuse.source.text.TextFile;
import org.interfuse.source.wide.NameChoice;

/**
 * The variants of a .bim file, in its order: chromosome, id, position in base pairs, allele A1
 * (whose copies are counted) and A2. Immutable.
 */
public final class Variants {
  private static final int FIELDS = 6;

  private final List<String> chromosomes;
  private final short[] chromosomeOf;
  private final int[] positions;
  private final PackedNames ids;
  private final PackedNames counted;
  private final PackedNames other;
  private final boolean[] byPlace;

  private Variants(Builder builder) {
    chromosomes = List.copyOf(builder.chromosomes.keySet());
    int count = builder.count;
    chromosomeOf = Arrays.copyOf(builder.chromosomeOf, count);
    positions = Arrays.copyOf(builder.positions, count);
    ids = builder.ids.build();
    counted = builder.counted.build();
    other = builder.other.build();
    byPlace = byPlace(ids);
  }

  /** Which variants are called by their place: those without an id, and all that share one. */
  private static boolean[] byPlace(PackedNames ids) {
    NameIndex index = NameIndex.of(ids);
    boolean[] byPlace = new boolean[ids.size()];
    for (int repeated : index.repeated()) {
      byPlace[repeated] = true;
      byPlace[index.find(ids, repeated)] = true;
    }
    int none = index.find(".");
    if (none >= 0) {
      byPlace[none] = true;
    }
    return byPlace;
  }

  /**
   * Reads a file.
   *
   * @throws FindingsException if a line has not six fields or its position is no whole number
   */
  public static Variants read(Path file, String shown) {
    try (FieldLines lines = new FieldLines(TextFile.open(file, shown))) {
      Builder builder = new Builder();
      while (lines.next()) {
        builder.add(lines, shown);
      }
      if (builder.count == 0) {
        throw new FindingsException(Finding.of(shown, "the file must have variants", "none"));
      }
      return new Variants(builder);
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  /** How many. */
  public int count() {
    return positions.length;
  }

  /** The chromosomes that occur, in order of first occurrence. */
  public List<String> chromosomes() {
    return chromosomes;
  }

  /** Index of a variant's chromosome in {@link #chromosomes}. */
  public int chromosome(int variant) {
    return chromosomeOf[variant];
  }

  /** Base-pair coordinate. */
  public int position(int variant) {
    return positions[variant];
  }

  /** The ids as they stand; {@code .} where there is none. */
  public PackedNames ids() {
    return ids;
  }

  /** The column's name, {@code ID_A1}, with the place for the id where that names no variant. */
  private String name(int variant) {
    return byPlace[variant]
        ? placed(variant, counted, other)
        : ids.get(variant) + "_" + counted.get(variant);
  }

  /** What the column would be called if the other allele were counted. */
  public String swappedName(int variant) {
    return byPlace[variant]
        ? placed(variant, other, counted)
        : ids.get(variant) + "_" + other.get(variant);
  }

  /** {@code CHROM:POS:A1:A2_A1}, whatever the variant's id is. */
  public String placedName(int variant) {
    return placed(variant, counted, other);
  }

  /** The same if the other allele were counted. */
  public String swappedPlacedName(int variant) {
    return placed(variant, other, counted);
  }

  private String placed(int variant, PackedNames first, PackedNames second) {
    String allele = first.get(variant);
    return chromosomes.get(chromosomeOf[variant])
        + ":"
        + positions[variant]
        + ":"
        + allele
        + ":"
        + second.get(variant)
        + "_"
        + allele;
  }

  /** Whether its alleles are each other's complement, so that a swap may be another strand. */
  boolean palindromic(int variant) {
    String both = counted.get(variant) + other.get(variant);
    return both.equals("AT") || both.equals("TA") || both.equals("CG") || both.equals("GC");
  }

  /** Names of all, in order; those of one place and the same alleles numbered {@code #1}, … */
  public PackedNames names() {
    PackedNames.Builder names = new PackedNames.Builder();
    for (int variant = 0; variant < count(); variant++) {
      names.add(name(variant));
    }
    return NameChoice.distinct(names.build());
  }

  private static final class Builder {
    final Map<String, Short> chromosomes = new LinkedHashMap<>();
    final PackedNames.Builder ids = new PackedNames.Builder();
    final PackedNames.Builder counted = new PackedNames.Builder();
    final PackedNames.Builder other = new PackedNames.Builder();
    short[] chromosomeOf = new short[1 << 10];
    int[] positions = new int[1 << 10];
    int count;

    void add(FieldLines line, String shown) {
      if (line.fields() != FIELDS) {
        throw new FindingsException(
            Finding.of(
                "%s, line %,d".formatted(shown, line.line()),
                "a variant has six fields: chromosome, id, morgans, position, A1 and A2",
                line.fields() + " fields"));
      }
      long position = line.whole(3);
      if (position > Integer.MAX_VALUE || (position < 0 && !line.text(3).matches("-\\d+"))) {
        throw new FindingsException(
            Finding.of(
                "%s, line %,d".formatted(shown, line.line()),
                "a position must be a whole number of base pairs",
                "'" + line.text(3) + "'"));
      }
      if (count == positions.length) {
        positions = Arrays.copyOf(positions, 2 * count);
        chromosomeOf = Arrays.copyOf(chromosomeOf, 2 * count);
      }
      positions[count] = (int) position;
      chromosomeOf[count++] = chromosome(line.text(0), shown);
      ids.add(line.bytes(), line.from(1), line.to(1));
      counted.add(line.bytes(), line.from(4), line.to(4));
      other.add(line.bytes(), line.from(5), line.to(5));
    }

    private short chromosome(String name, String shown) {
      Short known = chromosomes.get(name);
      if (known == null) {
        if (chromosomes.size() == Short.MAX_VALUE) {
          throw new FindingsException(
              Finding.of(shown, "a file has at most 32,767 chromosomes", "more"));
        }
        known = (short) chromosomes.size();
        chromosomes.put(name, known);
      }
      return known;
    }
  }

  /** Chromosomes that a study asks for and the file has not. */
  List<String> unknown(List<String> wanted) {
    List<String> unknown = new ArrayList<>(wanted);
    unknown.removeAll(chromosomes);
    return unknown;
  }
}
