package org.interfuse.explain;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.CohortModality;
import org.interfuse.model.Ensemble;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.SequenceFeatures;

/**
 * What each place of one subject's image adds to the subject's prediction: the prediction minus
 * that for the image with a square covered in the training images' mean colour (Zeiler and Fergus
 * 2014, arXiv:1311.2901). Of images that networks trained here read; what a frozen network made of
 * an image has no places.
 *
 * @param modality the image's
 * @param image its number among the subject's, from 1
 * @param effects [target][output][square], {@value #SIDE} rows of {@value #SIDE}
 */
public record PlaceEffects(String modality, int image, double[][][] effects) {
  /** Squares along each axis. */
  public static final int SIDE = 8;

  /** Images of a subject that are looked at, the first ones. */
  public static final int MOST_IMAGES = 4;

  /** Rows of one output, from the top. */
  public double[][] grid(int target, int output) {
    double[][] grid = new double[SIDE][SIDE];
    for (int square = 0; square < SIDE * SIDE; square++) {
      grid[square / SIDE][square % SIDE] = effects[target][output][square];
    }
    return grid;
  }

  /**
   * Of every image of a subject that the network reads.
   *
   * @param data of the cohort
   * @param subject index into it
   */
  public static List<PlaceEffects> of(
      Ensemble network, List<ExplainedTarget> targets, PreparedCohort data, int subject) {
    List<PlaceEffects> all = new ArrayList<>();
    for (String name : Contributions.players(network)) {
      CohortModality modality = data.cohort().modality(name);
      int place = data.cohort().modalities().indexOf(modality);
      if (modality.has(subject)
          && data.features().get(place) instanceof SequenceFeatures images
          && images.sequence().axes().length == 3) {
        int row = modality.rowOf()[subject];
        for (int i = 0; i < Math.min(MOST_IMAGES, images.length(row)); i++) {
          SequenceFeatures rows = new CoveredImages(images, row, i, SIDE).rows();
          int[] each = new int[rows.rows()];
          java.util.Arrays.setAll(each, variant -> variant);
          PreparedCohort covered = Variants.of(data, subject, modality, rows, each);
          all.add(new PlaceEffects(name, i + 1, Variants.effects(network, targets, covered)));
        }
      }
    }
    return all;
  }
}
