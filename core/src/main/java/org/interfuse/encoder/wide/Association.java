package org.interfuse.encoder.wide;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.target.Target;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * How much each column tells of a target on its own, in one pass over the tiles or the stored
 * cells: the share of its variance between the classes, which orders columns as the F statistic
 * does; the squared correlation with a number; the larger of these shares over labels; the score
 * statistic U²/I of a Cox model with that column alone at β = 0 (ties as Breslow). Rows without the
 * target are left out.
 */
final class Association {
  /** Of a variance or an information; less is nothing. */
  static final double LEAST = 1e-12;

  private Association() {}

  /**
   * The numbers of the {@code count} columns of largest association, ascending; of equals the
   * first. Float32 decides who is equal, so that copies of a column are.
   */
  static int[] strongest(Tiles rows, Target target, int count) {
    long[] keys = keys(of(rows, target));
    Arrays.sort(keys);
    int[] strongest = new int[Math.min(count, keys.length)];
    Arrays.setAll(strongest, k -> (int) keys[k]);
    Arrays.sort(strongest);
    return strongest;
  }

  /** A number for each column, its own in the lower half: the strongest first, then the first. */
  private static long[] keys(double[] figures) {
    long[] keys = new long[figures.length];
    for (int j = 0; j < keys.length; j++) {
      float figure = Math.max(0f, (float) figures[j]); // of 0 or more the bits ascend
      keys[j] = (long) -Float.floatToIntBits(figure) << Integer.SIZE | j;
    }
    return keys;
  }

  /** One figure a column, 0 for those that do not vary, as none does of no rows. */
  static double[] of(Tiles rows, Target target) {
    double[] figures = new double[rows.columns()];
    if (rows.rows() == 0) {
      return figures;
    }
    SparseRows cells = SparseProducts.cells(rows);
    try (PointerScope scope = new PointerScope()) {
      if (target instanceof Target.Survival survival) {
        CoxScores scores = CoxScores.of(survival);
        pass(rows, cells, figures, scores);
      } else if (target instanceof Target.Multilabel labels) {
        for (int label = 0; label < labels.schema().classes().size(); label++) {
          int own = label;
          int[] classes = Arrays.stream(labels.values()).mapToInt(v -> v[own]).toArray();
          double[] shares = new double[figures.length];
          Between between = Between.ofClasses(classes, 2);
          pass(rows, cells, shares, between);
          Arrays.setAll(figures, j -> Math.max(figures[j], shares[j]));
        }
      } else {
        Between between =
            target instanceof Target.Classification classes
                ? Between.ofClasses(classes.labels(), classes.classes())
                : Between.ofNumbers(((Target.Regression) target).values());
        pass(rows, cells, figures, between);
      }
    }
    return figures;
  }

  private interface Statistic {
    /** Figures [columns] of a tile [n, columns] in float64, which it may overwrite. */
    Tensor of(Tensor x);

    /**
     * The figure of a column, by its cells that are not 0.
     *
     * @param owners the cells' rows
     * @param from first cell
     * @param to cell after the last
     */
    double of(int[] owners, float[] values, int from, int to);
  }

  private static void pass(
      Tiles rows, @Nullable SparseRows cells, double[] figures, Statistic statistic) {
    if (cells == null) {
      pass(rows, figures, statistic);
      return;
    }
    int from = 0;
    for (int c = 0; c < cells.distinct().length; c++) {
      int to = cells.columnEnds()[c];
      double figure = statistic.of(cells.owners(), cells.byColumn(), from, to);
      figures[cells.distinct()[c]] = Double.isNaN(figure) ? 0 : figure;
      from = to;
    }
  }

  private static void pass(Tiles rows, double[] figures, Statistic statistic) {
    int tile = TileProducts.tile(rows);
    TileProducts.forTiles(
        rows.columns(),
        tile,
        (first, last) -> {
          try (Tiles.Reader reader = rows.reader(tile)) {
            for (int t = first; t < last; t++) {
              int from = t * tile;
              int to = Math.min(rows.columns(), from + tile);
              try (PointerScope scope = new PointerScope()) {
                Tensor x = reader.read(from, to).to(ScalarType.Double);
                double[] own = Tensors.toDoubles(statistic.of(x).nan_to_num_());
                System.arraycopy(own, 0, figures, from, own.length);
              }
            }
          }
        });
  }

  /**
   * Share of a column's variance that a few orthonormal contrasts of the rows explain.
   *
   * @param rows [m] those with the target
   * @param contrasts [c, m], orthonormal
   * @param places of each row its place among those with the target, -1 without
   * @param values the contrasts, row-major
   * @param sums [c] of each contrast
   */
  private record Between(
      Tensor rows, Tensor contrasts, int[] places, double[] values, double[] sums)
      implements Statistic {
    /** Below 0 is missing. */
    static Between ofClasses(int[] labels, int classes) {
      int[] known = IntStream.range(0, labels.length).filter(i -> labels[i] >= 0).toArray();
      int[] counts = new int[classes];
      Arrays.stream(known).forEach(i -> counts[labels[i]]++);
      double[] means = new double[classes * known.length];
      for (int i = 0; i < known.length; i++) {
        int own = labels[known[i]];
        means[own * known.length + i] = 1 / Math.sqrt(counts[own]);
      }
      return of(known, means, classes, labels.length);
    }

    static Between ofNumbers(double[] values) {
      int[] known =
          IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
      double mean = Arrays.stream(known).mapToDouble(i -> values[i]).average().orElse(0);
      double[] centred = Arrays.stream(known).mapToDouble(i -> values[i] - mean).toArray();
      double norm = Math.sqrt(Arrays.stream(centred).map(v -> v * v).sum());
      double[] unit = Arrays.stream(centred).map(v -> norm > 0 ? v / norm : 0).toArray();
      return of(known, unit, 1, values.length);
    }

    private static Between of(int[] known, double[] contrasts, int count, int rows) {
      int[] places = new int[rows];
      Arrays.fill(places, -1);
      double[] sums = new double[count];
      for (int i = 0; i < known.length; i++) {
        places[known[i]] = i;
        for (int c = 0; c < count; c++) {
          sums[c] += contrasts[c * known.length + i];
        }
      }
      return new Between(
          Tensors.ofInts(known, known.length),
          Tensors.ofDoubles(contrasts, count, known.length),
          places,
          contrasts,
          sums);
    }

    @Override
    public Tensor of(Tensor x) {
      long count = rows.size(0);
      Tensor some = x.size(0) == count ? x : x.index_select(0, rows); // [m, columns]
      some.sub_(some.sum(0).div(new Scalar((double) count)));
      Tensor explained = torch.mm(contrasts, some).square_().sum(0);
      return explained.div(some.square_().sum(0).clamp_min(new Scalar(LEAST)));
    }

    @Override
    public double of(int[] owners, float[] cells, int from, int to) {
      int m = values.length / sums.length;
      double sum = 0;
      double squares = 0;
      double[] products = new double[sums.length];
      for (int cell = from; cell < to; cell++) {
        int place = places[owners[cell]];
        if (place >= 0) {
          double x = cells[cell];
          sum += x;
          squares += x * x;
          for (int c = 0; c < products.length; c++) {
            products[c] += x * values[c * m + place];
          }
        }
      }
      double mean = sum / m;
      double explained = 0;
      for (int c = 0; c < products.length; c++) {
        double own = products[c] - mean * sums[c];
        explained += own * own;
      }
      return explained / Math.max(LEAST, squares - m * mean * mean);
    }
  }

  /**
   * With R(t) those at risk at a distinct event time t and d(t) events there: U = Σ over events x −
   * mean over R(t) of x, I = Σ d(t) (mean of x² − (mean of x)²).
   *
   * @param order [m] rows with the target, latest first, so that a set at risk is a beginning
   * @param ends [E] the last place of each set at risk
   * @param sizes [E, 1] number at risk
   * @param deaths [E, 1] d(t)
   * @param events [m, 1] whether the row in that place has an event
   * @param ofCells the same by stored cells
   */
  private record CoxScores(
      Tensor order,
      Tensor ends,
      Tensor sizes,
      Tensor deaths,
      Tensor events,
      SparseCoxScores ofCells)
      implements Statistic {
    static CoxScores of(Target.Survival target) {
      int[] order =
          IntStream.range(0, target.size())
              .filter(i -> !target.missing(i))
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> -target.times()[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      int[] ends = new int[order.length];
      double[] deaths = new double[order.length];
      int count = 0;
      double here = 0;
      for (int place = 0; place < order.length; place++) {
        here += target.events()[order[place]] ? 1 : 0;
        boolean last =
            place + 1 == order.length
                || target.times()[order[place + 1]] < target.times()[order[place]];
        if (last) {
          if (here > 0) {
            ends[count] = place;
            deaths[count++] = here;
          }
          here = 0;
        }
      }
      double[] sizes = IntStream.of(ends).limit(count).mapToDouble(end -> end + 1).toArray();
      double[] events = IntStream.of(order).mapToDouble(i -> target.events()[i] ? 1 : 0).toArray();
      return new CoxScores(
          Tensors.ofInts(order, order.length),
          Tensors.ofInts(Arrays.copyOf(ends, count), count),
          Tensors.ofDoubles(sizes, count, 1),
          Tensors.ofDoubles(Arrays.copyOf(deaths, count), count, 1),
          Tensors.ofDoubles(events, order.length, 1),
          SparseCoxScores.of(
              target.size(),
              order,
              events,
              Arrays.copyOf(ends, count),
              Arrays.copyOf(deaths, count)));
    }

    @Override
    public double of(int[] owners, float[] cells, int from, int to) {
      return ofCells.of(owners, cells, from, to);
    }

    @Override
    public Tensor of(Tensor x) {
      Tensor sorted = x.index_select(0, order); // [m, columns]
      Tensor means = sorted.cumsum(0).index_select(0, ends).div_(sizes); // [E, columns]
      Tensor squares = sorted.square().cumsum(0).index_select(0, ends).div_(sizes);
      Tensor score = sorted.mul(events).sum(0).sub(means.mul(deaths).sum(0));
      Tensor information = squares.sub(means.square()).mul_(deaths).sum(0);
      return score.square().div(information.clamp_min(new Scalar(LEAST)));
    }
  }
}
