package org.interfuse.cli;

import java.util.List;
import org.interfuse.evaluation.Metric;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many metrics a table shows.
 *
 * @param most at least 1
 */
record MetricCount(int most) {
  static final MetricCount USUAL = new MetricCount(3);

  private static final String ALL = "all";

  List<Metric> of(List<Metric> metrics) {
    return metrics.subList(0, Math.min(most, metrics.size()));
  }

  /** Reads a number or {@code all}. */
  static final class Converter implements ITypeConverter<MetricCount> {
    @Override
    public MetricCount convert(String value) {
      if (value.equalsIgnoreCase(ALL)) {
        return new MetricCount(Integer.MAX_VALUE);
      }
      if (value.matches("[1-9][0-9]{0,8}")) {
        return new MetricCount(Integer.parseInt(value));
      }
      throw new TypeConversionException("expected 1 or more, or all; found '" + value + "'");
    }
  }
}
