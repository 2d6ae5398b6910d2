package org.interfuse.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.interfuse.cohort.CohortModality;
import org.interfuse.encoder.wide.PrincipalCoordinates;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.WideFeatures;
import org.jspecify.annotations.Nullable;

/**
 * Wide modalities as tables of their principal coordinates among the training subjects, for
 * baselines that read tables. Tables stay as they are. Thread-safe.
 */
public final class Coordinates {
  /** Any one row: it has no coordinates about itself. */
  private static final int[] NOBODY = {0};

  private final List<@Nullable PrincipalCoordinates> ofModalities;

  private Coordinates(List<@Nullable PrincipalCoordinates> ofModalities) {
    this.ofModalities = ofModalities;
  }

  /**
   * Fits the coordinates of every wide modality.
   *
   * @param train training subjects
   * @param most the largest number of coordinates of a modality
   */
  public static Coordinates fit(PreparedCohort data, int[] train, int most) {
    List<@Nullable PrincipalCoordinates> fitted = new ArrayList<>();
    for (int m = 0; m < data.features().size(); m++) {
      CohortModality modality = data.cohort().modalities().get(m);
      int[] rows =
          Arrays.stream(train).filter(modality::has).map(s -> modality.rowOf()[s]).toArray();
      WideFeatures wide = data.features().get(m).wide();
      fitted.add(
          wide == null
              ? null
              : PrincipalCoordinates.fit(wide, rows.length == 0 ? NOBODY : rows, most));
    }
    return new Coordinates(fitted);
  }

  /** Whether a modality is wide. */
  public boolean isWide(int modality) {
    return ofModalities.get(modality) != null;
  }

  /** Whether any modality is wide. */
  boolean anyWide() {
    return ofModalities.stream().anyMatch(Objects::nonNull);
  }

  /** The columns of a modality, as a table. */
  public Features table(PreparedCohort data, int modality) {
    PrincipalCoordinates own = ofModalities.get(modality);
    Prepared features = data.features().get(modality);
    return own == null ? features.table() : own.table(features);
  }

  /** The cohort with tables alone. */
  public PreparedCohort tables(PreparedCohort data) {
    if (data.features().stream().allMatch(Features.class::isInstance)) {
      return data;
    }
    List<Features> tables = new ArrayList<>();
    for (int m = 0; m < ofModalities.size(); m++) {
      tables.add(table(data, m));
    }
    return new PreparedCohort(data.cohort(), tables);
  }

  /** Of each wide modality how many coordinates there are, and whether these are all. */
  Map<String, String> describe(PreparedCohort data) {
    Map<String, String> described = new TreeMap<>();
    for (int m = 0; m < ofModalities.size(); m++) {
      PrincipalCoordinates own = ofModalities.get(m);
      if (own != null) {
        described.put(
            "coordinates " + data.cohort().modalities().get(m).name(),
            (own.isExact() ? "all %,d" : "the first %,d").formatted(own.width()));
      }
    }
    return described;
  }

  /** Kept to place new subjects, of all modalities. */
  public long bytes() {
    long bytes = 0;
    for (int m = 0; m < ofModalities.size(); m++) {
      bytes += bytes(m);
    }
    return bytes;
  }

  /** Kept to place new subjects, of one modality. */
  long bytes(int modality) {
    PrincipalCoordinates own = ofModalities.get(modality);
    return own == null ? 0 : own.bytes();
  }
}
