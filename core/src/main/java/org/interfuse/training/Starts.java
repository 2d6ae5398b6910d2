package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.interfuse.model.FusionModel;
import org.interfuse.model.PartPlan;
import org.interfuse.tensor.Parameter;

/**
 * Networks of one modality each that were trained first, on the same rows with the same rows held
 * out, so that another network starts from their encoders and projections. Owns them: close it.
 */
final class Starts implements AutoCloseable {
  /** Fresh parameters. */
  static final Starts NONE = new Starts();

  private final List<FusionModel> networks = new ArrayList<>();

  private Starts() {}

  /**
   * Trains what a job's network starts from; nothing unless its model asks for it.
   *
   * @param results receives a result of each
   */
  static Starts of(NetworkJob job, List<TrainingResult> results) {
    Starts starts = new Starts();
    try {
      for (PartPlan plan : PartPlan.starts(job.trainer().model())) {
        try (PartFit fit = job.open(plan, results.size(), null)) {
          if (fit.teaches()) {
            results.add(fit.train().asStart());
            starts.networks.add(fit.finish().model());
          } else {
            results.add(new TrainingResult(0, List.of(), 0, true)); // it stays fresh
          }
        }
      }
      return starts;
    } catch (RuntimeException | Error e) {
      starts.close();
      throw e;
    }
  }

  /** Gives a network the parameters of its encoders and projections. */
  void give(FusionModel network) {
    Map<String, Parameter> own = new HashMap<>();
    network.parameters().all().forEach(parameter -> own.put(parameter.name(), parameter));
    try (NoGradGuard guard = new NoGradGuard()) {
      for (FusionModel start : networks) {
        for (Parameter trained : start.parameters().all()) {
          Parameter same = own.get(trained.name());
          if (same != null && isRepresentation(trained.name())) {
            requireAlike(trained, same);
            same.value().copy_(trained.value());
          }
        }
      }
    }
  }

  private static boolean isRepresentation(String parameter) {
    return parameter.startsWith("encoder.") || parameter.startsWith("projection.");
  }

  private static void requireAlike(Parameter trained, Parameter same) {
    if (!Arrays.equals(trained.value().shape(), same.value().shape())) {
      throw new IllegalStateException("parameter '" + trained.name() + "' has another shape");
    }
  }

  @Override
  public void close() {
    networks.forEach(FusionModel::close);
  }
}
