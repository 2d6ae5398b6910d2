package org.interfuse.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much the columns of each modality say about one question, to tell which stand out. */
final class StrengthDistribution {
  private static final double OUTER_FENCE = 3; // interquartile ranges (Tukey 1977)

  private final Map<String, Values> byModality = new LinkedHashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();

  /** A column that is high and surely no chance. */
  record Candidate(String where, String modality, double transformed, Strength strength) {}

  void add(Column column, Strength strength, Question question) {
    if (Double.isNaN(strength.value())) {
      return;
    }
    double share = (strength.value() - question.chance()) / (1 - question.chance());
    double transformed = 0.5 * Math.log((1 + share) / Math.max(1e-9, 1 - share)); // artanh
    byModality.computeIfAbsent(column.modality(), modality -> new Values()).add(transformed);
    if (strength.reaches(question.high(), SingleColumnAudit.surely(question))) {
      candidates.add(new Candidate(column.where(), column.modality(), transformed, strength));
    }
  }

  /** The candidates beyond the outer fence of their modality, if it has so many columns. */
  List<Candidate> outlying(int fewest) {
    List<Candidate> outlying = new ArrayList<>();
    byModality.forEach(
        (modality, values) -> {
          if (values.count >= fewest) {
            double fence = values.fence();
            candidates.stream()
                .filter(candidate -> candidate.modality.equals(modality))
                .filter(candidate -> candidate.transformed > fence)
                .forEach(outlying::add);
          }
        });
    return outlying;
  }

  /** A growing array. */
  private static final class Values {
    private double[] values = new double[64];
    private int count;

    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    double fence() {
      double[] sorted = Arrays.copyOf(values, count);
      Arrays.sort(sorted);
      double lower = sorted[count / 4];
      double upper = sorted[3 * count / 4];
      return upper + OUTER_FENCE * (upper - lower);
    }
  }
}
