package org.interfuse.report;

import java.util.Arrays;
import java.util.List;
import org.interfuse.report.markup.DataTable;
import org.interfuse.report.markup.Markup;
import org.interfuse.report.markup.Numbers;
import tools.jackson.databind.JsonNode;

/** What each candidate costs to fit and to ask. */
final class CostSection implements Section {
  @Override
  public String id() {
    return "cost";
  }

  @Override
  public String title() {
    return "Cost";
  }

  @Override
  public List<Markup> content(ReportInput input) {
    DataTable table =
        new DataTable(
            "Cost of each candidate",
            List.of(
                "candidate",
                "fits",
                "s a fit (median)",
                "parameters",
                "MB held to predict",
                "ms a subject (median)"));
    for (JsonNode candidate : input.candidates()) {
      String name = Nodes.text(candidate, "name");
      List<JsonNode> fits = input.log().fits(name);
      if (!fits.isEmpty()) {
        double parameters = Nodes.figure(candidate, "parameters");
        boolean network = parameters > 0;
        table.row(
            List.of(
                name,
                Numbers.count(fits.size()),
                Numbers.significant(median(fits, "seconds")),
                network ? Numbers.count((long) parameters) : "",
                figure(Nodes.figure(candidate, "memory_mb")),
                figure(median(fits, "latency_ms"))),
            name.equals(input.primary()));
      }
    }
    if (table.isEmpty()) {
      return List.of();
    }
    return List.of(
        table.element(),
        Section.note(
            "Measured on the machine of the run while other fits ran beside it: good for comparing"
                + " orders of magnitude, not milliseconds. A subject’s time is that of predicting one"
                + " alone, from prepared features; median over fits. Memory is what the fitted candidate"
                + " itself holds, all its networks, trees or coefficients, in millions of bytes; the"
                + " virtual machine, its libraries and the preprocessing come on top."));
  }

  static String figure(double figure) {
    return Double.isNaN(figure) ? "" : Numbers.significant(figure);
  }

  static double median(List<JsonNode> fits, String key) {
    double[] values =
        fits.stream().mapToDouble(fit -> Nodes.figure(fit, key)).filter(Double::isFinite).toArray();
    Arrays.sort(values);
    int count = values.length;
    return count == 0 ? Double.NaN : (values[(count - 1) / 2] + values[count / 2]) / 2;
  }
}
