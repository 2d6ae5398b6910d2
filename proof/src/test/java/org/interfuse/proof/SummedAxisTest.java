package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interfuse.fusion.BlockFusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.MfbFusion;
import org.interfuse.fusion.MutanFusion;
import org.interfuse.fusion.Pooling;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ranks before elements and elements before ranks are two operators of one formula: an oracle that
 * reads the rows of a map in the other order contradicts the operator.
 */
class SummedAxisTest {
  static Stream<Arguments> orders() {
    Pooling pooled = Pooling.POOLED;
    return Stream.of(
        arguments(new MfbFusion.Spec(6, 3, 0, pooled), new Swapped(new MfbOracle(), "map.", 6, 3)),
        arguments(
            new MutanFusion.Spec(4, 3, pooled), new Swapped(new MutanOracle(), "core.", 3, 4)),
        arguments(
            new BlockFusion.Spec(12, 3, 2, pooled), new Swapped(new BlockOracle(), "core.", 2, 4)));
  }

  @ParameterizedTest(name = "{0}, seed 3")
  @MethodSource("orders")
  void anOracleOfTheOtherOrderIsContradicted(FusionSpec spec, Oracle swapped) {
    ProofReport report = FusionProofs.prove(spec, swapped, new Seed(3));

    assertThat(report.failed())
        .extracting(Proof::name)
        .contains("outputs, float64", "gradients of parameters");
  }

  /**
   * Reads parameters whose names begin with {@code prefix} as if their rows, in groups of {@code
   * slow} times {@code fast}, were written the other way round.
   */
  private record Swapped(Oracle oracle, String prefix, int slow, int fast) implements Oracle {
    @Override
    public String type() {
      return oracle.type();
    }

    @Override
    public List<FusionSpec> variants() {
      return oracle.variants();
    }

    @Override
    public long parameterCount(FusionSpec spec, int[] widths, int width) {
      return oracle.parameterCount(spec, widths, width);
    }

    @Override
    public double[] fuse(FusionSpec spec, OracleInput input) {
      Map<String, double[]> swapped = new LinkedHashMap<>(input.parameters());
      for (String name : input.parameters().keySet()) {
        if (name.startsWith(prefix) && name.endsWith(".weight")) {
          String map = name.substring(0, name.length() - ".weight".length());
          int rows = input.parameter(map + ".bias").length;
          swapped.put(name, swap(input.parameter(name), rows));
          swapped.put(map + ".bias", swap(input.parameter(map + ".bias"), rows));
        }
      }
      return oracle.fuse(
          spec,
          new OracleInput(
              input.modalities(),
              input.widths(),
              input.width(),
              swapped,
              input.present(),
              input.pooled(),
              input.tokens()));
    }

    private double[] swap(double[] values, int rows) {
      int columns = values.length / rows;
      double[] swapped = new double[values.length];
      for (int row = 0; row < rows; row++) {
        int place = row % (slow * fast);
        int other = row - place + place % fast * slow + place / fast;
        System.arraycopy(values, other * columns, swapped, row * columns, columns);
      }
      return swapped;
    }

    @Override
    public String toString() {
      return "swapped " + type();
    }
  }
}
