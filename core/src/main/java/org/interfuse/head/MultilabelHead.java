package org.interfuse.head;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
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
 * Any subset of L labels: outputs are logits {@code [B, L]}, the loss is the binary cross-entropy
 * averaged over the cells (subject, label) that are known. A missing cell is inert.
 */
public final class MultilabelHead implements Head {
  /**
   * Options.
   *
   * @param widths of the hidden layers, each 1 or more; empty: a linear head
   * @param dropout after each hidden layer, in [0, 1)
   */
  @Meaning("any subset of labels, by binary cross-entropy")
  @AutoService(HeadSpec.class)
  public record Spec(
      @Meaning("widths of the hidden layers in order, each 1 or more; empty is a linear head")
          List<Integer> widths,
      @Meaning("dropout rate after each hidden layer, in [0, 1)") double dropout)
      implements HeadSpec {
    public Spec() {
      this(HeadBody.WIDTHS, HeadBody.DROPOUT);
    }

    public Spec {
      widths = List.copyOf(widths);
      HeadBody.checkOptions(widths, dropout);
    }

    @Override
    public String type() {
      return "multilabel";
    }

    @Override
    public boolean predicts(TargetType type) {
      return type == TargetType.MULTILABEL;
    }

    @Override
    public boolean isDefaultFor(TargetType type) {
      return predicts(type);
    }

    @Override
    public Head build(TargetSchema schema, int inputWidth, Parameters parameters) {
      HeadBody.checkTarget(this, schema);
      int labels = schema.classes().size();
      if (labels < 1) {
        throw new IllegalArgumentException(
            "target '%s': expected 1 label or more, but it has none".formatted(schema.name()));
      }
      HeadBody body = HeadBody.withBias(inputWidth, widths, dropout, labels, parameters);
      return new MultilabelHead(body);
    }
  }

  private final HeadBody body;

  private MultilabelHead(HeadBody body) {
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

  @Override
  public Tensor loss(Tensor outputs, Target target) {
    ObservedOutputs observed = ObservedOutputs.of(outputs, target);
    if (observed.count() == 0) {
      return observed.zeroLoss();
    }
    KnownCells cells = KnownCells.of(((Target.Multilabel) target).select(observed.rows()));
    Tensor logits = observed.values().reshape(-1); // [n * L]
    if (cells.indices().length < logits.numel()) {
      logits = logits.index_select(0, Tensors.ofLongs(cells.indices()));
    }
    return torch
        .binary_cross_entropy_with_logits(
            logits,
            Tensors.ofDoubles(cells.values()),
            new TensorOptional(),
            new TensorOptional(),
            torch.Reduction.Sum.value)
        .div(new Scalar((double) cells.indices().length));
  }

  @Override
  public Tensor losses(Tensor outputs, List<Head> replicas, List<Target> targets) {
    ReplicaCells wanted = new ReplicaCells(outputs);
    ReplicaCells shares = new ReplicaCells(outputs);
    for (int r = 0; r < replicas.size(); r++) {
      byte[][] values = ((Target.Multilabel) targets.get(r)).values();
      double known = 0;
      for (byte[] row : values) {
        for (byte value : row) {
          known += value >= 0 ? 1 : 0;
        }
      }
      for (int i = 0; i < values.length; i++) {
        for (int label = 0; label < values[i].length; label++) {
          if (values[i][label] >= 0) {
            wanted.set(r, i, label, values[i][label]);
            shares.set(r, i, label, 1 / known);
          }
        }
      }
    }
    return ReplicaCells.crossEntropy(outputs, wanted, shares);
  }

  /** The cells that are not missing, as positions in row-major order, and their 0 or 1. */
  private record KnownCells(long[] indices, double[] values) {
    static KnownCells of(Target.Multilabel target) {
      int labels = target.values()[0].length;
      long[] indices = new long[target.size() * labels];
      double[] values = new double[indices.length];
      int count = 0;
      for (int i = 0; i < target.size(); i++) {
        for (int label = 0; label < labels; label++) {
          byte value = target.values()[i][label];
          if (value >= 0) {
            indices[count] = (long) i * labels + label;
            values[count++] = value;
          }
        }
      }
      return new KnownCells(Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
    }
  }

  @Override
  public Prediction predict(double[][] outputs) {
    double[][] probabilities = new double[outputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      probabilities[i] = Arrays.stream(outputs[i]).map(MultilabelHead::sigmoid).toArray();
    }
    return new Prediction.Labels(probabilities);
  }

  private static double sigmoid(double logit) {
    if (logit >= 0) {
      return 1 / (1 + Math.exp(-logit));
    }
    double odds = Math.exp(logit);
    return odds / (1 + odds);
  }
}
