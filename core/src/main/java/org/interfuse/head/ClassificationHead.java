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

/**
 * One class of K ≥ 2: outputs are logits {@code [B, K]}, the loss is softmax cross-entropy.
 *
 * <p>Loss: {@code 1/n Σ_i −Σ_k q_ik w_k log p_ik} over the n subjects with a label, where {@code p}
 * is the softmax of the logits and {@code q_ik = (1−ε)[k = label_i] + ε/K} with label smoothing ε
 * (Szegedy et al. 2016). Class weights {@code w} are 1, or {@code n / (seen · n_k)} over the
 * training rows, {@code seen} being the number of classes that occur in them (King and Zeng 2001);
 * then a class that does not occur weighs 0. The sum is divided by n and not by the weights of the
 * batch, so that a rare class weighs the same whatever else is drawn beside it.
 */
public final class ClassificationHead implements Head {
  /** How classes are weighed in the loss. */
  public enum ClassWeights {
    /** Every subject counts the same. */
    NONE,
    /** Every class counts the same. */
    BALANCED
  }

  /**
   * Options.
   *
   * @param widths of the hidden layers, each 1 or more; empty: a linear head
   * @param dropout after each hidden layer, in [0, 1)
   * @param labelSmoothing ε, in [0, 1)
   * @param classWeights how classes are weighed
   */
  @Meaning("one class of several, by cross-entropy")
  @AutoService(HeadSpec.class)
  public record Spec(
      @Meaning("widths of the hidden layers in order, each 1 or more; empty is a linear head")
          List<Integer> widths,
      @Meaning("dropout rate after each hidden layer, in [0, 1)") double dropout,
      @Meaning("share of each label's weight that is spread over all classes, in [0, 1)")
          double labelSmoothing,
      @Meaning("whether every subject counts the same in the loss, or every class")
          ClassWeights classWeights)
      implements HeadSpec {
    public Spec() {
      this(HeadBody.WIDTHS, HeadBody.DROPOUT, 0, ClassWeights.NONE);
    }

    public Spec {
      widths = List.copyOf(widths);
      HeadBody.checkOptions(widths, dropout);
      if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
        throw new IllegalArgumentException(
            "label_smoothing: expected in [0, 1), but it is " + labelSmoothing);
      }
    }

    @Override
    public String type() {
      return "classification";
    }

    @Override
    public boolean predicts(TargetType type) {
      return type == TargetType.CLASSIFICATION;
    }

    @Override
    public boolean isDefaultFor(TargetType type) {
      return predicts(type);
    }

    @Override
    public Head build(TargetSchema schema, int inputWidth, Parameters parameters) {
      HeadBody.checkTarget(this, schema);
      int classes = schema.classes().size();
      if (classes < 2) {
        throw new IllegalArgumentException(
            "target '%s': expected 2 classes or more, but it has %d"
                .formatted(schema.name(), classes));
      }
      HeadBody body = HeadBody.withBias(inputWidth, widths, dropout, classes, parameters);
      return new ClassificationHead(this, body, classes);
    }
  }

  private static final String WEIGHTS = "class_weights";

  private final Spec spec;
  private final HeadBody body;
  private double[] weights;

  private ClassificationHead(Spec spec, HeadBody body, int classes) {
    this.spec = spec;
    this.body = body;
    this.weights = new double[classes];
    Arrays.fill(weights, 1);
  }

  @Override
  public void prepare(Target target) {
    if (spec.classWeights() == ClassWeights.BALANCED) {
      weights = balanced(((Target.Classification) target).labels(), weights.length);
    }
  }

  private static double[] balanced(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      if (label >= 0) {
        counts[label]++;
      }
    }
    long seen = Arrays.stream(counts).filter(count -> count > 0).count();
    double subjects = Arrays.stream(counts).sum();
    double[] weights = new double[classes];
    for (int k = 0; k < classes; k++) {
      weights[k] = counts[k] == 0 ? 0 : subjects / (seen * (double) counts[k]);
    }
    return weights;
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
    int[] labels = ((Target.Classification) target).select(observed.rows()).labels();
    if (spec.classWeights() == ClassWeights.NONE) {
      return crossEntropy(observed, labels, new TensorOptional(), torch.Reduction.Mean);
    }
    TensorOptional balanced = new TensorOptional(Tensors.ofDoubles(weights));
    return crossEntropy(observed, labels, balanced, torch.Reduction.Sum)
        .div(new Scalar((double) observed.count())); // its mean would divide by the weights
  }

  /**
   * The same sum, each term q_ik w_k / n put together beforehand: Σ over rows without a label is 0.
   */
  @Override
  public Tensor losses(Tensor outputs, List<Head> replicas, List<Target> targets) {
    ReplicaCells cells = new ReplicaCells(outputs);
    double spread = spec.labelSmoothing() / cells.outputs();
    for (int r = 0; r < replicas.size(); r++) {
      double[] own = ((ClassificationHead) replicas.get(r)).weights;
      int[] labels = ((Target.Classification) targets.get(r)).labels();
      double known = Arrays.stream(labels).filter(label -> label >= 0).count();
      for (int i = 0; i < labels.length; i++) {
        for (int k = 0; labels[i] >= 0 && k < own.length; k++) {
          double share = spread + (labels[i] == k ? 1 - spec.labelSmoothing() : 0);
          cells.set(r, i, k, share * own[k] / known);
        }
      }
    }
    Tensor logits = cells.inert(outputs, /* wholeRows= */ true);
    return logits.log_softmax(2).mul(cells.tensor()).sum(1, 2).neg();
  }

  private Tensor crossEntropy(
      ObservedOutputs observed, int[] labels, TensorOptional weights, torch.Reduction reduction) {
    return torch.cross_entropy_loss(
        observed.values(),
        Tensors.ofInts(labels),
        weights,
        reduction.value,
        -1,
        spec.labelSmoothing());
  }

  @Override
  public Prediction predict(double[][] outputs) {
    double[][] probabilities = new double[outputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      probabilities[i] = softmax(outputs[i]);
    }
    return new Prediction.Classes(probabilities);
  }

  private static double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = Math.exp(logits[k] - largest);
      sum += probabilities[k];
    }
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }

  @Override
  public Map<String, double[]> state() {
    return Map.of(WEIGHTS, weights.clone());
  }

  @Override
  public void restore(Map<String, double[]> state) {
    weights = HeadState.figures(state, WEIGHTS).clone();
  }
}
