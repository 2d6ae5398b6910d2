package org.interfuse.report.chart;

import java.util.Set;

/**
 * Which modalities some subjects have.
 *
 * @param modalities those present
 * @param subjects how many have just these
 */
public record Pattern(Set<String> modalities, int subjects) {
  public Pattern {
    modalities = Set.copyOf(modalities);
  }
}
