package org.interfuse.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.CohortModality;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.PreparedCohort;

/** Where one linear model finds the columns of a subject. */
interface Inputs {
  /** For reports: the modality, or {@code all} for merged ones. */
  String name();

  /** Kept to find the columns of new subjects. */
  default long bytes() {
    return 0;
  }

  /** The columns and who owns which row, of any cohort prepared alike. */
  Rows of(PreparedCohort data);

  /**
   * Columns of a cohort's subjects.
   *
   * @param features the columns
   * @param rowOf per subject the row, or -1 where these columns say nothing of the subject
   * @param rotated whether there are principal coordinates among the columns
   */
  record Rows(Features features, int[] rowOf, boolean rotated) {
    Rows(Features features, int[] rowOf) {
      this(features, rowOf, false);
    }
  }

  /** All modalities merged. */
  static Inputs early(EarlyMerge merge, Coordinates coordinates) {
    return new Inputs() {
      @Override
      public String name() {
        return "all";
      }

      @Override
      public long bytes() {
        return coordinates.bytes();
      }

      @Override
      public Rows of(PreparedCohort data) {
        return new Rows(merge.merge(coordinates.tables(data)), owners(data), coordinates.anyWide());
      }
    };
  }

  /** The m-th modality. */
  static Inputs modality(int m, String name, Coordinates coordinates) {
    return new Inputs() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long bytes() {
        return coordinates.bytes(m);
      }

      @Override
      public Rows of(PreparedCohort data) {
        return new Rows(
            coordinates.table(data, m),
            data.cohort().modalities().get(m).rowOf(),
            coordinates.isWide(m));
      }
    };
  }

  /** One 0/1 column per modality: whether the subject has it. */
  static Inputs presence() {
    return new Inputs() {
      @Override
      public String name() {
        return "presence";
      }

      @Override
      public Rows of(PreparedCohort data) {
        return new Rows(indicators(data), owners(data));
      }
    };
  }

  private static Features indicators(PreparedCohort data) {
    List<String> names = new ArrayList<>();
    List<CohortModality> modalities = data.cohort().modalities();
    modalities.forEach(modality -> names.add(modality.name() + " present"));
    int width = names.size();
    float[] numeric = new float[data.cohort().size() * width];
    for (int index = 0; index < numeric.length; index++) {
      numeric[index] = modalities.get(index % width).has(index / width) ? 1 : 0;
    }
    FeatureShape shape = new FeatureShape(names, width, new int[0]);
    return new Features(data.cohort().size(), shape, numeric, new int[0]);
  }

  /** Every subject with a modality owns the row of the same number. */
  private static int[] owners(PreparedCohort data) {
    return IntStream.range(0, data.cohort().size())
        .map(subject -> data.hasAny(subject) ? subject : -1)
        .toArray();
  }
}
