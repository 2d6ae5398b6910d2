package org.interfuse.head;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;

/**
 * A real number: the output {@code [B, 1]} is in units of the training rows' standard deviation
 * around their mean, so that learning rates need not know the target's unit; predictions are in the
 * target's unit.
 *
 * <p>Loss, with e the standardised error: the mean of {@code e²} ({@code squared}), or of {@code
 * e²/2} where |e| ≤ 1 and {@code |e| − 1/2} beyond ({@code huber}; Huber 1964).
 */
public final class RegressionHead implements Head {
  /** How errors are punished. */
  public enum Loss {
    SQUARED,
    /** Linear beyond one standard deviation: outliers pull less. */
    HUBER
  }

  /**
   * Options.
   *
   * @param widths of the hidden layers, each 1 or more; empty: a linear head
   * @param dropout after each hidden layer, in [0, 1)
   * @param loss how errors are punished
   */
  @Meaning("a real number, standardised while it is learnt")
  @AutoService(HeadSpec.class)
  public record Spec(
      @Meaning("widths of the hidden layers in order, each 1 or more; empty is a linear head")
          List<Integer> widths,
      @Meaning("dropout rate after each hidden layer, in [0, 1)") double dropout,
      @Meaning("how errors are punished; huber is linear beyond one standard deviation") Loss loss)
      implements HeadSpec {
    public Spec() {
      this(HeadBody.WIDTHS, HeadBody.DROPOUT, Loss.SQUARED);
    }

    public Spec {
      widths = List.copyOf(widths);
      HeadBody.checkOptions(widths, dropout);
    }

    @Override
    public String type() {
      return "regression";
    }

    @Override
    public boolean predicts(TargetType type) {
      return type == TargetType.REGRESSION;
    }

    @Override
    public boolean isDefaultFor(TargetType type) {
      return predicts(type);
    }

    @Override
    public Head build(TargetSchema schema, int inputWidth, Parameters parameters) {
      HeadBody.checkTarget(this, schema);
      return new RegressionHead(
          loss, HeadBody.withBias(inputWidth, widths, dropout, 1, parameters));
    }
  }

  private static final String MEAN = "mean";
  private static final String SCALE = "scale";

  private final Loss loss;
  private final HeadBody body;
  private double mean;
  private double scale = 1;

  private RegressionHead(Loss loss, HeadBody body) {
    this.loss = loss;
    this.body = body;
  }

  /** Mean and standard deviation (divisor n) of the known values; a constant target has scale 1. */
  @Override
  public void prepare(Target target) {
    double[] known =
        Arrays.stream(((Target.Regression) target).values())
            .filter(value -> !Double.isNaN(value))
            .toArray();
    if (known.length == 0) {
      return;
    }
    double centre = Arrays.stream(known).average().orElseThrow();
    double variance =
        Arrays.stream(known).map(value -> (value - centre) * (value - centre)).average().orElse(0);
    boolean constant = Arrays.stream(known).allMatch(value -> value == known[0]);
    mean = constant ? known[0] : centre;
    scale = constant ? 1 : Math.sqrt(variance);
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Tensor forward(Tensor fused, Pass pass) {
    return body.forward(fused, pass);
  }

  @Override
  public Tensor loss(Tensor outputs, Target target) {
    ObservedOutputs observed = ObservedOutputs.of(outputs, target);
    if (observed.count() == 0) {
      return observed.zeroLoss();
    }
    double[] wanted = ((Target.Regression) target).select(observed.rows()).values();
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (wanted[i] - mean) / scale;
    }
    Tensor standardised = Tensors.ofDoubles(wanted, wanted.length, 1);
    return switch (loss) {
      case SQUARED -> torch.mse_loss(observed.values(), standardised);
      case HUBER -> torch.huber_loss(observed.values(), standardised);
    };
  }

  @Override
  public Tensor losses(Tensor outputs, List<Head> replicas, List<Target> targets) {
    ReplicaCells wanted = new ReplicaCells(outputs);
    ReplicaCells shares = new ReplicaCells(outputs);
    for (int r = 0; r < replicas.size(); r++) {
      RegressionHead own = (RegressionHead) replicas.get(r);
      double[] values = ((Target.Regression) targets.get(r)).values();
      double known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
      for (int i = 0; i < values.length; i++) {
        if (!Double.isNaN(values[i])) {
          wanted.set(r, i, 0, (values[i] - own.mean) / own.scale);
          shares.set(r, i, 0, 1 / known);
        }
      }
    }
    Tensor real = shares.inert(outputs, /* wholeRows= */ true);
    long each = torch.Reduction.None.value;
    Tensor errors =
        switch (loss) {
          case SQUARED -> torch.mse_loss(real, wanted.tensor(), each);
          case HUBER -> torch.huber_loss(real, wanted.tensor(), each, /* delta= */ 1);
        };
    return errors.mul(shares.tensor()).sum(1, 2);
  }

  @Override
  public Prediction predict(double[][] outputs) {
    return new Prediction.Values(
        Arrays.stream(outputs).mapToDouble(output -> mean + scale * output[0]).toArray());
  }

  @Override
  public Map<String, double[]> state() {
    return Map.of(MEAN, new double[] {mean}, SCALE, new double[] {scale});
  }

  @Override
  public void restore(Map<String, double[]> state) {
    mean = HeadState.figures(state, MEAN)[0];
    scale = HeadState.figures(state, SCALE)[0];
  }
}
