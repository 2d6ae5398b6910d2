package org.interfuse.encoder.wide;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * One number a group, then a linear map: V activation(s) with s_g = (Σ_{j in g} w_gj x_j) / √m_g,
 * m_g the number of members, so that groups of any size begin alike. {@code weight} [memberships]
 * is in the order of the groups, normal around 0 with deviation 1 at the start; {@code second} is
 * V. Columns in no group say nothing. As in GenNet (van Hilten et al. 2021), where a network is
 * wired by annotations of genes.
 *
 * <p>Tiles of the rows are read twice a step, for s and for the gradient of the weights, at a cost
 * in proportion to the memberships. Not thread-safe in training.
 */
final class GroupedProjection implements WideProjection {
  private final GroupSums sums;
  private final Tensor weight; // [memberships]
  private final Tensor shares; // [G] 1/√m
  private final MembershipUpdate update;
  private final Activation activation;
  private final Linear second;
  private final int width;
  private @Nullable Trained latest;

  /** A training pass: its rows, and s as a leaf. */
  private static final class Trained {
    private final Tiles tiles;
    private final Tensor sums;
    private @Nullable Tensor gradient; // [memberships], owned

    Trained(Tiles tiles, Tensor sums) {
      this.tiles = tiles;
      this.sums = sums;
    }

    void close() {
      if (gradient != null) {
        gradient.releaseReference();
        gradient = null;
      }
    }
  }

  private GroupedProjection(
      GroupSums sums,
      Tensor weight,
      Tensor shares,
      MembershipUpdate update,
      Activation activation,
      Linear second,
      int width) {
    this.sums = sums;
    this.weight = weight;
    this.shares = shares;
    this.update = update;
    this.activation = activation;
    this.second = second;
    this.width = width;
  }

  static GroupedProjection create(
      WideEncoder.Spec spec, FeatureShape shape, Parameters parameters) {
    ColumnGroups groups = shape.groups();
    if (groups == null || groups.columns().length == 0) {
      throw new IllegalArgumentException(
          "projection: expected groups of columns for 'grouped', but there are none: give the"
              + " source `groups:`, or take another projection");
    }
    int count = groups.names().size();
    Tensor weight =
        parameters.addTiled(
            "weight", new Initialisation.Normal(1), parameters.type(), groups.columns().length);
    return new GroupedProjection(
        new GroupSums(groups, shape.numericWidth()),
        weight,
        GroupSums.shares(groups, parameters.type()),
        new MembershipUpdate(weight, spec.optimiser(), new WidePenalties(spec.l1(), spec.group())),
        spec.activation(),
        Linear.withoutBias(parameters, "second", count, spec.width()),
        spec.width());
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor forward(Tiles tiles, boolean training) {
    Tensor total; // [n, G]
    try (NoGradGuard guard = new NoGradGuard()) {
      total = sums.forward(tiles, weight);
    }
    if (training) {
      total.set_requires_grad(true);
      forget();
      latest = new Trained(tiles, total);
    }
    return second.forward(activation.forward(total.mul(shares)));
  }

  @Override
  public boolean ownsUpdate() {
    return true;
  }

  /** The gradient that the last pass left, computed once; null if it reached nobody. */
  private @Nullable Tensor gradient() {
    Trained trained = latest;
    if (trained == null || !trained.sums.grad().defined()) {
      return null;
    }
    if (trained.gradient == null) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor computed = sums.gradient(trained.tiles, trained.sums.grad(), weight);
        trained.gradient = OwnedTensors.keep(computed);
      }
    }
    return trained.gradient;
  }

  @Override
  public double squaredGradientNorm() {
    Tensor gradient = gradient();
    if (gradient == null) {
      return 0;
    }
    try (PointerScope scope = new PointerScope()) {
      return gradient.square().sum().item_double();
    }
  }

  @Override
  public void update(UpdateStep step) {
    Tensor gradient = gradient();
    if (gradient != null) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        update.apply(gradient.mul(new Scalar(step.gradientFactor())), step);
      }
    }
    forget();
  }

  private void forget() {
    if (latest != null) {
      latest.close();
      latest = null;
    }
  }

  @Override
  public void addState(NamedTensors tensors) {
    update.addState(tensors);
  }

  @Override
  public void close() {
    forget();
    sums.close();
    shares.releaseReference();
    update.close();
  }
}
