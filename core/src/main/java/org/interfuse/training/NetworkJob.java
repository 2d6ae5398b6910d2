package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.model.FusionModel;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.PartPlan;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * A network whose parts are to be trained.
 *
 * @param trainer how, and what the network is called
 * @param data prepared with what was fitted on training subjects
 * @param epochs of each part if known already; empty otherwise
 */
record NetworkJob(
    PartTrainer trainer, PreparedCohort data, HeldOut rows, List<Integer> epochs, Seed seed) {
  NetworkJob {
    epochs = List.copyOf(epochs);
  }

  /**
   * What came of it. Owns the parts: close it, or hand them on.
   *
   * @param results one a part
   */
  record Trained(List<NetworkPart> parts, List<TrainingResult> results) implements AutoCloseable {
    Trained() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(PartFit fit, TrainingResult result) {
      parts.add(fit.finish());
      results.add(result);
    }

    @Override
    public void close() {
      parts.forEach(part -> part.model().close());
    }
  }

  List<PartPlan> plans() {
    return PartPlan.of(trainer.model(), () -> EarlyMerge.fit(data, rows.train()));
  }

  /**
   * Trained elements of a part if its architecture is one of {@link Replicas}, found without its
   * weights' values; -1 if not.
   */
  long replicatedParameters(PartPlan plan) {
    List<TargetSchema> targets = data.cohort().targets().stream().map(Target::schema).toList();
    try (FusionModel shapes =
        FusionModel.build(
            plan.design(trainer.model()),
            plan.input().shapes(data),
            targets,
            Parameters.ofShapes(seed))) {
      return Replicas.canBe(shapes) ? shapes.parameters().count() : -1;
    } catch (IllegalArgumentException e) {
      return -1; // opening it will say what is wrong
    }
  }

  /**
   * Builds a part.
   *
   * @param index of its result
   */
  PartFit open(PartPlan plan, int index) {
    return open(plan, index, Starts.NONE);
  }

  /**
   * Builds a part.
   *
   * @param index of its result
   * @param starts what it starts from; null of what is a start itself
   */
  PartFit open(PartPlan plan, int index, @Nullable Starts starts) {
    int most = epochs.isEmpty() ? trainer.limit() : epochs.get(index);
    return new PartFit(trainer, plan, data, rows, most, seed.at(plan.name()), starts);
  }
}
