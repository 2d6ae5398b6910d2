package org.interfuse.report.chart;

import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Element;
import org.interfuse.report.markup.Figure;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;

/**
 * How many subjects lie where, as cells that are the darker the more there are. Nobody has a point.
 *
 * @param edges of the cells along both axes, ascending, evenly spaced
 * @param counts [upright][level]; negative where it is not shown
 */
public record DensityChart(double[] edges, int[][] counts) {
  private static final double FAINTEST = 0.15;

  /** The figure with its data; the dotted line is where both are equal. */
  public Figure figure(String title, String caption, String across, String up) {
    double low = edges[0];
    double high = edges[edges.length - 1];
    Axis level = Axis.linear(across, low, high);
    Axis upright = Axis.linear(up, low, high);
    Plot plot = new Plot(level, upright, title, description(across, up), 24, 0);
    int most = 1;
    for (int[] row : counts) {
      for (int count : row) {
        most = Math.max(most, count);
      }
    }
    for (int r = 0; r < counts.length; r++) {
      for (int c = 0; c < counts[r].length; c++) {
        if (counts[r][c] > 0) {
          plot.add(cell(plot, r, c, FAINTEST + (1 - FAINTEST) * counts[r][c] / most));
        }
      }
    }
    plot.segment(low, low, high, high, "reference");
    return new Figure(plot.svg(), Markup.NONE, title + ".", caption, table(title, across, up));
  }

  private Element cell(Plot plot, int row, int column, double share) {
    double x = plot.x(edges[column]);
    double y = plot.y(edges[row + 1]);
    return Drawing.rectangle(x, y, plot.x(edges[column + 1]) - x, plot.y(edges[row]) - y, "density")
        .with("fill-opacity", share);
  }

  private static String description(String across, String up) {
    return "Density of subjects over %s and %s. The data stand in the table below."
        .formatted(across, up);
  }

  private DataTable table(String title, String across, String up) {
    DataTable table = new DataTable(title + ": data", List.of(up, across, "subjects"));
    for (int r = 0; r < counts.length; r++) {
      for (int c = 0; c < counts[r].length; c++) {
        if (counts[r][c] > 0) {
          table.row(List.of(range(r), range(c), Numbers.count(counts[r][c])));
        }
      }
    }
    return table;
  }

  private String range(int cell) {
    return "%s to %s"
        .formatted(Numbers.significant(edges[cell]), Numbers.significant(edges[cell + 1]));
  }
}
