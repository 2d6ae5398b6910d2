package org.interfuse.training;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ReplicaBatches;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.ReplicaMasks;

/**
 * The fits that still train, as one model with a leading axis of replicas. Owns that model and its
 * optimiser; the fits' own models belong to the caller, and get their values when they are done.
 */
final class ReplicaGroup implements AutoCloseable {
  private final List<ReplicaFit> fits;
  private final FusionModel model;
  private final ReplicaAdamW optimiser;
  private final ReplicaBatches batches;
  private final ReplicaMasks masks;

  /**
   * A group that begins with the values of the fits' own models.
   *
   * @param fits at least one
   * @param build makes a model of their architecture in a set of parameters
   */
  ReplicaGroup(List<ReplicaFit> fits, Function<Parameters, FusionModel> build) {
    this.fits = List.copyOf(fits);
    List<Parameters> own = fits.stream().map(fit -> fit.trainer().model().parameters()).toList();
    model = build.apply(Parameters.stacked(own));
    Trainer first = fits.get(0).trainer();
    Set<String> names = first.optimised().stream().map(Parameter::name).collect(Collectors.toSet());
    FitPlan plan = first.plan();
    optimiser =
        new ReplicaAdamW(
            model.parameters().all().stream().filter(one -> names.contains(one.name())).toList(),
            Objects.requireNonNull(model.parameters().replicaGraph()),
            fits.size(),
            plan::rateFactor,
            plan.training().weightDecay());
    masks = new ReplicaMasks(fits.size());
    batches = new ReplicaBatches(fits.stream().map(ReplicaFit::inputs).toList());
  }

  List<ReplicaFit> fits() {
    return fits;
  }

  FusionModel model() {
    return model;
  }

  ReplicaAdamW optimiser() {
    return optimiser;
  }

  ReplicaBatches batches() {
    return batches;
  }

  ReplicaMasks masks() {
    return masks;
  }

  /** Gives a fit's own model what it ends with: its best values, or its last. */
  void release(int replica) {
    ReplicaFit fit = fits.get(replica);
    optimiser.copyTo(fit.trainer().model().parameters(), replica, fit.endsWithBest());
  }

  /** A group of some of the fits, which goes on from here. */
  ReplicaGroup keeping(int[] kept, Function<Parameters, FusionModel> build) {
    List<ReplicaFit> left = java.util.Arrays.stream(kept).mapToObj(fits::get).toList();
    ReplicaGroup smaller = new ReplicaGroup(left, build);
    smaller.optimiser.takeFrom(optimiser, kept);
    return smaller;
  }

  @Override
  public void close() {
    optimiser.close();
    model.close();
  }
}
