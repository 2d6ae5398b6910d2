package org.interfuse.head;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

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

  private final List<Layer> hidden = new ArrayList<>();
  private final Layer output;
  private final double dropout;

  /** A body whose output has a bias. */
  static HeadBody withBias(
      int inputWidth, List<Integer> widths, double dropout, int outputs, Parameters parameters) {
    return new HeadBody(inputWidth, widths, dropout, outputs, true, parameters);
  }

  /** A body without output bias, for losses that do not change when all outputs shift. */
  static HeadBody withoutBias(
      int inputWidth, List<Integer> widths, double dropout, int outputs, Parameters parameters) {
    return new HeadBody(inputWidth, widths, dropout, outputs, false, parameters);
  }

  private HeadBody(
      int inputWidth,
      List<Integer> widths,
      double dropout,
      int outputs,
      boolean outputBias,
      Parameters parameters) {
    int width = inputWidth;
    for (int i = 0; i < widths.size(); i++) {
      hidden.add(Layer.create(width, widths.get(i), true, parameters.scope("layers." + i)));
      width = widths.get(i);
    }
    this.output = Layer.create(width, outputs, outputBias, parameters.scope("output"));
    this.dropout = dropout;
  }

  /** {@code [B, inputWidth] → [B, outputs]}. */
  Tensor forward(Tensor fused, Pass pass) {
    Tensor x = fused;
    for (Layer layer : hidden) {
      x = pass.dropout(torch.gelu(layer.apply(x)), dropout);
    }
    return output.apply(x);
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

  private record Layer(Tensor weight, @Nullable Tensor bias) {
    static Layer create(int from, int to, boolean withBias, Parameters parameters) {
      Tensor weight =
          parameters.add("weight", Initialisation.linear(from), Parameter.Role.WEIGHT, to, from);
      Tensor bias =
          withBias ? parameters.add("bias", Initialisation.zeros(), Parameter.Role.BIAS, to) : null;
      return new Layer(weight, bias);
    }

    Tensor apply(Tensor x) {
      return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
    }
  }
}
