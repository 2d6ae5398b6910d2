package org.interfuse.preprocessing;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideData;
import org.interfuse.modality.WideMatrix;
import org.interfuse.option.Meaning;

/**
 * Prepares a wide modality in one pass over its tiles: means, scales and allele frequencies of the
 * training rows, which whoever reads a tile applies to it. Missing cells become the training mean,
 * which is 0 where it is subtracted. Columns that do not vary among the training rows say nothing.
 *
 * @param logarithm whether cells are replaced by log(1 + x) first; x must be above −1
 * @param scale what is subtracted and divided by
 * @param minimumFrequency of genotypes, the least frequency of the rarer allele among the training
 *     rows, in [0, 0.5]; of other data, the least share of training rows that are not zero
 * @param maximumMissing the largest share of training rows that may be missing, in [0, 1]
 */
@Meaning("means, scales and allele frequencies of a wide modality, applied tile by tile")
@AutoService(PreprocessingSpec.class)
public record WidePreprocessing(
    @Meaning("whether cells are replaced by log(1 + x) first; they must be above -1")
        boolean logarithm,
    @Meaning("what is subtracted from a column and what it is divided by") Scale scale,
    @Meaning(
            "least frequency of the rarer allele among training rows, in [0, 0.5]; of other data, least share of cells that are not 0")
        double minimumFrequency,
    @Meaning("largest share of missing training cells of a column that is kept, in [0, 1]")
        double maximumMissing)
    implements PreprocessingSpec {

  /** How columns are brought to one scale. */
  public enum Scale {
    /** Allele frequency for genotypes, deviation for sparse data, standard for the rest. */
    AUTO,
    /** Minus the mean, over the standard deviation (divisor n). */
    STANDARD,
    /** Of genotypes: (x − 2f) / √(2f(1 − f)) with f the allele's frequency (Price et al. 2006). */
    ALLELE_FREQUENCY,
    /** Over the standard deviation; zeros stay zeros. */
    DEVIATION,
    /** As it is. */
    NONE
  }

  /** The defaults. */
  public WidePreprocessing() {
    this(false, Scale.AUTO, 0, 1);
  }

  public WidePreprocessing {
    if (!(minimumFrequency >= 0 && minimumFrequency <= 1)) {
      throw new IllegalArgumentException(
          "minimum_frequency: expected a share in [0, 1], but it is " + minimumFrequency);
    }
    if (!(maximumMissing >= 0 && maximumMissing <= 1)) {
      throw new IllegalArgumentException(
          "maximum_missing: expected a share in [0, 1], but it is " + maximumMissing);
    }
  }

  @Override
  public String type() {
    return FittedWide.TYPE;
  }

  @Override
  public boolean accepts(ModalityData data) {
    return data instanceof WideData;
  }

  @Override
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    if (!(data instanceof WideData wide)) {
      throw new FindingsException(
          Finding.of(
              where, "a 'wide' preprocessing takes a wide modality", "it is " + data.describe()));
    }
    WideMoments moments = WideMoments.of(wide.matrix(), trainingRows, logarithm);
    boolean genotypes = wide.kind() == WideData.Kind.GENOTYPES;
    int[] kept =
        IntStream.range(0, wide.columns().size())
            .filter(j -> keeps(moments, j, genotypes))
            .toArray();
    if (kept.length == 0) {
      throw new FindingsException(
          Finding.of(
              where,
              "some column must vary among the training rows and pass the filters",
              "none of %,d".formatted(wide.columns().size())));
    }
    Scale chosen = resolved(wide.matrix(), genotypes);
    if (chosen == Scale.ALLELE_FREQUENCY && !genotypes) {
      throw new FindingsException(
          Finding.of(
              where,
              "'scale: allele-frequency' is for genotypes",
              "other numbers",
              List.of("'scale: standard'", "'scale: deviation'", "'scale: none'")));
    }
    boolean centred = chosen == Scale.STANDARD || chosen == Scale.ALLELE_FREQUENCY;
    boolean filled = !centred && !(wide.matrix() instanceof SparseMatrix); // it lacks no cell
    float[] means = new float[kept.length];
    float[] scales = new float[kept.length];
    for (int k = 0; k < kept.length; k++) {
      double mean = moments.mean()[kept[k]];
      means[k] = (float) mean;
      scales[k] =
          switch (chosen) {
            case NONE -> 1;
            case ALLELE_FREQUENCY -> (float) (1 / Math.sqrt(mean * (1 - mean / 2)));
            default -> (float) (1 / moments.deviation()[kept[k]]);
          };
    }
    boolean all = kept.length == wide.columns().size();
    List<String> names = all ? wide.columns() : PackedNames.packed(wide.columns()).select(kept);
    ColumnGroups groups = wide.groups();
    return new FittedWide(
        where,
        wide.kind(),
        names,
        logarithm,
        centred ? means : null,
        filled ? means : null,
        scales,
        groups == null || all ? groups : groups.select(kept));
  }

  private boolean keeps(WideMoments moments, int j, boolean genotypes) {
    double frequent =
        genotypes
            ? Math.min(moments.mean()[j] / 2, 1 - moments.mean()[j] / 2)
            : moments.nonZero()[j];
    return moments.deviation()[j] > 0
        && moments.missing()[j] <= maximumMissing
        && frequent >= minimumFrequency;
  }

  private Scale resolved(WideMatrix matrix, boolean genotypes) {
    if (scale != Scale.AUTO) {
      return scale;
    }
    if (genotypes) {
      return Scale.ALLELE_FREQUENCY;
    }
    return matrix instanceof SparseMatrix ? Scale.DEVIATION : Scale.STANDARD;
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return FittedWide.restore(state);
  }
}
