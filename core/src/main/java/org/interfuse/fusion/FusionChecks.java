package org.interfuse.fusion;

import java.util.List;

/** The conditions that several operators put on widths, and what they say when broken. */
final class FusionChecks {
  private FusionChecks() {}

  /** M ≥ 2 modalities with a width each, and a result of at least one element. */
  static void requireModalities(String type, List<String> modalities, int[] widths, int width) {
    if (modalities.size() != widths.length) {
      throw new IllegalArgumentException(
          "fusion '%s': %d modalities, but %d widths"
              .formatted(type, modalities.size(), widths.length));
    }
    if (modalities.size() < 2) {
      throw new IllegalArgumentException(
          "fusion '%s': expected at least 2 modalities, but there is %d"
              .formatted(type, modalities.size()));
    }
    if (width < 1) {
      throw new IllegalArgumentException(
          "fusion '%s': width: expected at least 1, but it is %d".formatted(type, width));
    }
  }

  /** Besides {@link #requireModalities}: d_m = p = C for all m. */
  static void requireEqualWidths(String type, List<String> modalities, int[] widths, int width) {
    requireModalities(type, modalities, widths, width);
    for (int m = 1; m < widths.length; m++) {
      if (widths[m] != widths[0]) {
        throw new IllegalArgumentException(
            "fusion '%s' needs equal widths, but %s has %d and %s has %d; set projection: linear"
                .formatted(type, modalities.get(0), widths[0], modalities.get(m), widths[m]));
      }
    }
    if (widths[0] != width) {
      throw new IllegalArgumentException(
          ("fusion '%s' keeps the width of the representations, which is %d, but width is %d;"
                  + " set projection: linear or width: %d")
              .formatted(type, widths[0], width, widths[0]));
    }
  }

  /** Σ d_m. */
  static long total(int[] widths) {
    long total = 0;
    for (int width : widths) {
      total += width;
    }
    return total;
  }
}
