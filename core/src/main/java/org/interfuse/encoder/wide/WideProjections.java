package org.interfuse.encoder.wide;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.target.Target;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameters;

/** Builds the projection that an encoder asks for. */
final class WideProjections {
  private WideProjections() {}

  static WideProjection create(
      WideEncoder.Spec spec, FeatureShape shape, int columns, Parameters parameters) {
    return switch (spec.projection()) {
      case DENSE -> spec.dense(spec.width(), columns, parameters);
      case LOW_RANK ->
          new LowRank(
              spec.dense(spec.components(), columns, parameters),
              Linear.withoutBias(parameters, "second", spec.components(), spec.width()),
              spec.width());
      case GROUPED -> GroupedProjection.create(spec, shape, parameters);
      case PCA ->
          ScoredProjection.create(
              ComponentScores.create(columns, spec.components(), parameters),
              /* standardised= */ true,
              spec.width(),
              parameters);
      case RANDOM ->
          ScoredProjection.create(
              RandomScores.create(columns, spec.components(), parameters),
              /* standardised= */ true,
              spec.width(),
              parameters);
      case SCREENED ->
          ScoredProjection.create(
              ScreenedScores.create(columns, spec.keep(), parameters),
              /* standardised= */ false,
              spec.width(),
              parameters);
    };
  }

  /** X U V with U [p, components] updated in tiles and V [components, width] by the optimiser. */
  private record LowRank(DenseProjection first, Linear second, int width)
      implements WideProjection {
    @Override
    public Tensor forward(Tiles tiles, boolean training) {
      return second.forward(first.forward(tiles, training));
    }

    @Override
    public void prepare(Tiles training, List<Target> targets) {
      first.prepare(training, targets);
    }

    @Override
    public boolean ownsUpdate() {
      return true;
    }

    @Override
    public double squaredGradientNorm() {
      return first.squaredGradientNorm();
    }

    @Override
    public void update(UpdateStep step) {
      first.update(step);
    }

    @Override
    public void settle() {
      first.settle();
    }

    @Override
    public void addState(NamedTensors tensors) {
      first.addState(tensors);
    }

    @Override
    public void close() {
      first.close();
    }
  }
}
