package org.interfuse.evaluation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many subjects have which observed and which predicted number: a square grid of equal cells
 * instead of a point for each subject. Cells of fewer than a smallest number of subjects are not
 * told; where those together are too few, the emptiest of the others are not told either, or their
 * number could be had from the total.
 *
 * @param edges of the cells along both sides, ascending, round numbers; the outermost cells also
 *     hold what lies beyond
 * @param counts [observed][predicted]; -1 where it is not told
 * @param hidden subjects in cells that are not told
 */
public record AgreementGrid(double[] edges, int[][] counts, int hidden) {
  private static final int FEWEST_CELLS = 3;
  private static final int MOST_CELLS = 12;

  /** Cells reach so many standard deviations to both sides of the mean. */
  private static final double REACH = 2.2;

  /**
   * Counts. As many cells along a side as would hold the smallest number of subjects on average,
   * from {@value #FEWEST_CELLS} to {@value #MOST_CELLS}.
   *
   * @param observed [n] numbers
   * @param predicted [n] numbers
   * @param smallest fewest subjects in a cell that is told
   */
  public static AgreementGrid of(double[] observed, double[] predicted, int smallest) {
    int side = (int) Math.sqrt((double) observed.length / smallest);
    double[] edges = edges(observed, Math.max(FEWEST_CELLS, Math.min(MOST_CELLS, side)));
    int[][] counts = new int[edges.length - 1][edges.length - 1];
    for (int i = 0; i < observed.length; i++) {
      counts[cell(edges, observed[i])][cell(edges, predicted[i])]++;
    }
    int hidden = hide(counts, smallest);
    return new AgreementGrid(edges, counts, hidden);
  }

  /** Round numbers, for the least and the largest value are a subject's own. */
  private static double[] edges(double[] values, int cells) {
    double mean = Arrays.stream(values).average().orElse(0);
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
    double reach = variance > 0 ? REACH * Math.sqrt(variance) : Math.max(1, Math.abs(mean));
    double width = round(2 * reach / cells);
    double low = Math.floor((mean - reach) / width) * width;
    return IntStream.rangeClosed(0, cells).mapToDouble(i -> low + i * width).toArray();
  }

  private static double round(double width) {
    return new BigDecimal(width).round(new MathContext(1, java.math.RoundingMode.UP)).doubleValue();
  }

  private static int cell(double[] edges, double value) {
    int cell = 0;
    while (cell < edges.length - 2 && value >= edges[cell + 1]) {
      cell++;
    }
    return cell;
  }

  /** How many subjects are in the cells that were hidden. */
  private static int hide(int[][] counts, int smallest) {
    int hidden = 0;
    int bound = smallest;
    do {
      hidden += hideBelow(counts, bound);
      bound =
          Arrays.stream(counts).flatMapToInt(Arrays::stream).filter(c -> c > 0).min().orElse(0) + 1;
    } while (hidden > 0 && hidden < smallest && bound > 1);
    return hidden;
  }

  private static int hideBelow(int[][] counts, int bound) {
    int hidden = 0;
    for (int[] row : counts) {
      for (int c = 0; c < row.length; c++) {
        if (row[c] >= 0 && row[c] < bound) {
          hidden += row[c];
          row[c] = -1;
        }
      }
    }
    return hidden;
  }
}
