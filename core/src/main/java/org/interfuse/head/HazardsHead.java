package org.interfuse.head;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Discrete-time hazards (Gensheimer and Narasimhan 2019): outputs {@code [B, J]} are the logits of
 * h_j, the probability of the event in interval j for those alive at its start. Hazards need not be
 * proportional, and the loss of a subject does not depend on the batch.
 *
 * <p>Interval j is {@code (t_{j−1}, t_j]}, t_0 = 0 (an event at 0 falls into the first), its ends
 * chosen by {@link #prepare} at quantiles of the training events' times ({@link CutPoints}). The
 * loss is the mean negative log-likelihood: an event in interval j adds {@code −log h_j − Σ_{k<j}
 * log(1 − h_k)}; a censored subject adds {@code −log(1 − h_k)} for every interval whose middle it
 * reached, the paper's rule; whoever passes t_J has survived all intervals.
 *
 * <p>Curves are {@code S(t_j) = Π_{k≤j}(1 − h_k)}. The risk is minus the mean time lived before
 * t_J, the area under the curve with straight lines between cut points.
 */
public final class HazardsHead implements Head {
  /**
   * Options.
   *
   * @param widths of the hidden layers, each 1 or more; empty: a linear head
   * @param dropout after each hidden layer, in [0, 1)
   * @param intervals J, 1 or more
   */
  @Meaning("survival by a hazard for each interval of time")
  @AutoService(HeadSpec.class)
  public record Spec(
      @Meaning("widths of the hidden layers in order, each 1 or more; empty is a linear head")
          List<Integer> widths,
      @Meaning("dropout rate after each hidden layer, in [0, 1)") double dropout,
      @Meaning("number of intervals of time, 1 or more") int intervals)
      implements HeadSpec {
    public Spec() {
      this(HeadBody.WIDTHS, HeadBody.DROPOUT, 20);
    }

    public Spec {
      widths = List.copyOf(widths);
      HeadBody.checkOptions(widths, dropout);
      if (intervals < 1) {
        throw new IllegalArgumentException("intervals: expected 1 or more, but it is " + intervals);
      }
    }

    @Override
    public String type() {
      return "hazards";
    }

    @Override
    public boolean predicts(TargetType type) {
      return type == TargetType.SURVIVAL;
    }

    @Override
    public boolean isDefaultFor(TargetType type) {
      return false;
    }

    @Override
    public Head build(TargetSchema schema, int inputWidth, Parameters parameters) {
      HeadBody.checkTarget(this, schema);
      HeadBody body = HeadBody.withBias(inputWidth, widths, dropout, intervals, parameters);
      return new HazardsHead(intervals, body);
    }
  }

  private static final String CUT_POINTS = "cut_points";

  private final int intervals;
  private final HeadBody body;
  private double @Nullable [] cutPoints;

  private HazardsHead(int intervals, HeadBody body) {
    this.intervals = intervals;
    this.body = body;
  }

  @Override
  public void prepare(Target target) {
    cutPoints = CutPoints.of((Target.Survival) target, intervals);
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
    double[] ends = preparedCutPoints();
    ObservedOutputs observed = ObservedOutputs.of(outputs, target);
    if (observed.count() == 0) {
      return observed.zeroLoss();
    }
    Target.Survival survival = ((Target.Survival) target).select(observed.rows());
    double[] lived = new double[observed.count() * intervals]; // [n, J], 1 where in the loss
    double[] died = new double[lived.length]; // [n, J], 1 in the interval of the event
    for (int i = 0; i < observed.count(); i++) {
      Arrays.fill(lived, i * intervals, i * intervals + lived(survival, i, ends), 1);
      int interval = died(survival, i, ends);
      if (interval < intervals) {
        died[i * intervals + interval] = 1;
      }
    }
    // -log h = softplus(-z) and -log(1-h) = softplus(z): a binary cross-entropy over lived cells
    return torch
        .binary_cross_entropy_with_logits(
            observed.values(),
            Tensors.ofDoubles(died, observed.count(), intervals),
            new TensorOptional(Tensors.ofDoubles(lived, observed.count(), intervals)),
            new TensorOptional(),
            torch.Reduction.Sum.value)
        .div(new Scalar((double) observed.count()));
  }

  @Override
  public Tensor losses(Tensor outputs, List<Head> replicas, List<Target> targets) {
    ReplicaCells wanted = new ReplicaCells(outputs);
    ReplicaCells shares = new ReplicaCells(outputs);
    for (int r = 0; r < replicas.size(); r++) {
      double[] ends = ((HazardsHead) replicas.get(r)).preparedCutPoints();
      Target.Survival survival = (Target.Survival) targets.get(r);
      int[] known = ObservedOutputs.rows(survival);
      for (int row : known) {
        int lived = lived(survival, row, ends);
        for (int interval = 0; interval < lived; interval++) {
          shares.set(r, row, interval, 1.0 / known.length);
        }
        int died = died(survival, row, ends);
        if (died < intervals) {
          wanted.set(r, row, died, 1);
        }
      }
    }
    return ReplicaCells.crossEntropy(outputs, wanted, shares);
  }

  /** Number of intervals of a subject in the loss, from the first. */
  private int lived(Target.Survival survival, int subject, double[] ends) {
    double time = survival.times()[subject];
    return survival.events()[subject]
        ? Math.min(intervalOf(time, ends) + 1, intervals)
        : middlesReached(time, ends);
  }

  /** The interval of a subject's event; J where there is none. */
  private int died(Target.Survival survival, int subject, double[] ends) {
    return survival.events()[subject] ? intervalOf(survival.times()[subject], ends) : intervals;
  }

  private double[] preparedCutPoints() {
    double[] prepared = cutPoints;
    if (prepared == null) {
      throw new IllegalStateException("head 'hazards': prepare it before use");
    }
    return prepared;
  }

  /** Index of the interval that ends at or after a time; J beyond the last. */
  private static int intervalOf(double time, double[] ends) {
    int found = Arrays.binarySearch(ends, time);
    return found >= 0 ? found : -found - 1;
  }

  /** Number of intervals whose middle is at or before a time. */
  private static int middlesReached(double time, double[] ends) {
    int interval = intervalOf(time, ends);
    if (interval == ends.length) {
      return interval;
    }
    double start = interval == 0 ? 0 : ends[interval - 1];
    return time >= start + (ends[interval] - start) / 2 ? interval + 1 : interval;
  }

  @Override
  public Prediction predict(double[][] outputs) {
    double[] ends = preparedCutPoints();
    double[][] survival = new double[outputs.length][];
    double[] risk = new double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      survival[i] = survival(outputs[i]);
      risk[i] = -meanTime(survival[i], ends);
    }
    return new Prediction.Survival(risk, ends, survival);
  }

  private static double[] survival(double[] logits) {
    double[] survival = new double[logits.length];
    double cumulative = 0;
    for (int j = 0; j < logits.length; j++) {
      cumulative += softplus(logits[j]);
      survival[j] = Math.exp(-cumulative);
    }
    return survival;
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double meanTime(double[] survival, double[] ends) {
    double area = 0;
    double start = 0;
    double alive = 1;
    for (int j = 0; j < ends.length; j++) {
      area += (ends[j] - start) * (alive + survival[j]) / 2;
      start = ends[j];
      alive = survival[j];
    }
    return area;
  }

  @Override
  public Map<String, double[]> state() {
    return cutPoints == null ? Map.of() : Map.of(CUT_POINTS, cutPoints);
  }

  @Override
  public void restore(Map<String, double[]> state) {
    cutPoints = state.isEmpty() ? null : HeadState.figures(state, CUT_POINTS);
  }
}
