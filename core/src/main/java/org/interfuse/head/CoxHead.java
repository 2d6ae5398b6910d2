package org.interfuse.head;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
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
 * Proportional hazards (Cox 1972; as a network: Katzman et al. 2018): the output {@code [B, 1]} is
 * the log-risk η, the loss {@link CoxLikelihood} over the batch's own risk sets. It has no output
 * bias, because the likelihood does not change when all log-risks shift.
 *
 * <p>The likelihood of a batch compares the subjects of that batch only: give it large batches. It
 * is exactly 0, with gradient 0, for a batch without events. Survival curves come from the {@link
 * BaselineHazard} of the training subjects, fitted by {@link #calibrate}; without an event in
 * training they have no times. The risk is η.
 */
public final class CoxHead implements Head {
  /** How events at the same time share their risk set. */
  public enum Ties {
    /** Efron 1977: close to the exact likelihood, also under many ties. */
    EFRON,
    /** Breslow 1974: biased towards 0 under many ties. */
    BRESLOW
  }

  /**
   * Options.
   *
   * @param widths of the hidden layers, each 1 or more; empty: a linear head
   * @param dropout after each hidden layer, in [0, 1)
   * @param ties how events at the same time share their risk set
   */
  @Meaning("survival by proportional hazards, with Breslow's baseline")
  @AutoService(HeadSpec.class)
  public record Spec(
      @Meaning("widths of the hidden layers in order, each 1 or more; empty is a linear head")
          List<Integer> widths,
      @Meaning("dropout rate after each hidden layer, in [0, 1)") double dropout,
      @Meaning("how events at the same time share their risk set") Ties ties)
      implements HeadSpec {
    public Spec() {
      this(HeadBody.WIDTHS, HeadBody.DROPOUT, Ties.EFRON);
    }

    public Spec {
      widths = List.copyOf(widths);
      HeadBody.checkOptions(widths, dropout);
    }

    @Override
    public String type() {
      return "cox";
    }

    @Override
    public boolean predicts(TargetType type) {
      return type == TargetType.SURVIVAL;
    }

    @Override
    public boolean isDefaultFor(TargetType type) {
      return predicts(type);
    }

    @Override
    public Head build(TargetSchema schema, int inputWidth, Parameters parameters) {
      HeadBody.checkTarget(this, schema);
      return new CoxHead(ties, HeadBody.withoutBias(inputWidth, widths, dropout, 1, parameters));
    }
  }

  private final Ties ties;
  private final HeadBody body;
  private @Nullable BaselineHazard baseline;

  private CoxHead(Ties ties, HeadBody body) {
    this.ties = ties;
    this.body = body;
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Tensor forward(Tensor fused, Pass pass) {
    return body.forward(fused, pass);
  }

  /**
   * The likelihood and its gradient are computed in Java, where sorting, ties and running
   * logarithms are exact and cost no native call; the tensor returned has that value and that
   * gradient (not second derivatives).
   */
  @Override
  public Tensor loss(Tensor outputs, Target target) {
    ObservedOutputs observed = ObservedOutputs.of(outputs, target);
    Target.Survival survival = ((Target.Survival) target).select(observed.rows());
    RiskSets sets = new RiskSets(survival.times(), survival.events());
    if (sets.eventCount() == 0) {
      return observed.zeroLoss();
    }
    Tensor logRisks = observed.values().reshape(-1); // [n]
    CoxLikelihood likelihood = CoxLikelihood.of(Tensors.toDoubles(logRisks), sets, ties);
    Tensor gradient = Tensors.ofDoubles(likelihood.gradient());
    return gradient
        .dot(logRisks.sub(logRisks.detach())) // 0, whose derivative by η is the gradient
        .add(new Scalar(likelihood.loss()));
  }

  @Override
  public Tensor losses(Tensor outputs, List<Head> replicas, List<Target> targets) {
    ReplicaCells gradient = new ReplicaCells(outputs);
    double[] values = Tensors.toDoubles(outputs);
    int rows = values.length / replicas.size();
    double[] losses = new double[replicas.size()];
    for (int r = 0; r < losses.length; r++) {
      int first = r * rows;
      int[] observed = ObservedOutputs.rows(targets.get(r));
      double[] logRisks = Arrays.stream(observed).mapToDouble(row -> values[first + row]).toArray();
      Target.Survival survival = ((Target.Survival) targets.get(r)).select(observed);
      RiskSets sets = new RiskSets(survival.times(), survival.events());
      CoxLikelihood likelihood = CoxLikelihood.of(logRisks, sets, ties);
      losses[r] = likelihood.loss();
      for (int i = 0; i < observed.length; i++) {
        gradient.set(r, observed[i], 0, likelihood.gradient()[i]);
      }
    }
    Tensor real = gradient.inert(outputs, /* wholeRows= */ true);
    return gradient
        .tensor()
        .mul(real.sub(real.detach())) // 0, whose derivative by η is the gradient
        .sum(1, 2)
        .add(Tensors.ofDoubles(losses));
  }

  /** Whether somebody has the event while somebody else is at risk. */
  @Override
  public boolean informs(Target target) {
    Target.Survival survival = (Target.Survival) target;
    int[] known = ObservedOutputs.rows(target);
    for (int subject : known) {
      double time = survival.times()[subject];
      if (survival.events()[subject]
          && Arrays.stream(known).filter(other -> survival.times()[other] >= time).count() > 1) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean comparesSubjects() {
    return true;
  }

  @Override
  public void calibrate(double[][] outputs, Target target) {
    int[] rows = ObservedOutputs.rows(target);
    Target.Survival survival = ((Target.Survival) target).select(rows);
    double[] logRisks = Arrays.stream(rows).mapToDouble(row -> outputs[row][0]).toArray();
    baseline = BaselineHazard.fit(logRisks, new RiskSets(survival.times(), survival.events()));
  }

  @Override
  public Prediction predict(double[][] outputs) {
    BaselineHazard fitted = baseline;
    if (fitted == null) {
      throw new IllegalStateException("head 'cox': calibrate before predicting");
    }
    double[] risk = Arrays.stream(outputs).mapToDouble(output -> output[0]).toArray();
    double[][] survival = Arrays.stream(risk).mapToObj(fitted::survival).toArray(double[][]::new);
    return new Prediction.Survival(risk, fitted.times(), survival);
  }

  @Override
  public Map<String, double[]> state() {
    return baseline == null ? Map.of() : baseline.state();
  }

  @Override
  public void restore(Map<String, double[]> state) {
    baseline = state.isEmpty() ? null : BaselineHazard.restored(state);
  }
}
