package org.interfuse.head;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Gelu;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * What all heads share: hidden layers (linear, GELU, dropout) and a linear output. Parameters are
 * named {@code layers.0.weight}, {@code layers.0.bias}, …, {@code output.weight} and, unless the
 * loss cannot see it, {@code output.bias}.
 */
final class HeadBody {
  /** Widths of the hidden layers where a study names none. */
  static final List<Integer> WIDTHS = List.of(64);

  /** Share of hidden units dropped in training where a study names none. */
  static final double DROPOUT = 0.2;

  private final List<Linear> hidden;
  private final Linear output;
  private final double dropout;

  private HeadBody(List<Linear> hidden, Linear output, double dropout) {
    this.hidden = hidden;
    this.output = output;
    this.dropout = dropout;
  }

  /** A body whose output has a bias. */
  static HeadBody withBias(
      int inputWidth, List<Integer> widths, double dropout, int outputs, Parameters parameters) {
    List<Linear> hidden = hidden(inputWidth, widths, parameters);
    int last = lastWidth(inputWidth, widths);
    return new HeadBody(hidden, Linear.create(parameters, "output", last, outputs), dropout);
  }

  /** A body without output bias, for losses that do not change when all outputs shift. */
  static HeadBody withoutBias(
      int inputWidth, List<Integer> widths, double dropout, int outputs, Parameters parameters) {
    List<Linear> hidden = hidden(inputWidth, widths, parameters);
    int last = lastWidth(inputWidth, widths);
    return new HeadBody(hidden, Linear.withoutBias(parameters, "output", last, outputs), dropout);
  }

  private static List<Linear> hidden(int inputWidth, List<Integer> widths, Parameters parameters) {
    List<Linear> hidden = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      int from = lastWidth(inputWidth, widths.subList(0, i));
      hidden.add(Linear.create(parameters, "layers." + i, from, widths.get(i)));
    }
    return hidden;
  }

  private static int lastWidth(int inputWidth, List<Integer> widths) {
    return widths.isEmpty() ? inputWidth : widths.get(widths.size() - 1);
  }

  /** {@code [B, inputWidth] → [B, outputs]}. */
  Tensor forward(Tensor fused, Pass pass) {
    Tensor x = fused;
    for (Linear layer : hidden) {
      x = pass.dropout(Gelu.of(layer.forward(x)), dropout);
    }
    return output.forward(x);
  }

  /** Refuses options that no head can have. */
  static void checkOptions(List<Integer> widths, double dropout) {
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException("widths: expected 1 or more, but one is " + width);
      }
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout: expected in [0, 1), but it is " + dropout);
    }
  }

  /** Refuses a target of a type that the head does not predict. */
  static void checkTarget(HeadSpec spec, TargetSchema schema) {
    if (!spec.predicts(schema.type())) {
      throw new IllegalArgumentException(
          "head '%s' does not predict %s targets such as '%s'"
              .formatted(spec.type(), schema.type().text(), schema.name()));
    }
  }
}
