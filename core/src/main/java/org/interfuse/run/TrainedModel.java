package org.interfuse.run;

import java.util.List;
import org.interfuse.model.Ensemble;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.study.Study;
import org.interfuse.target.TargetSchema;
import tools.jackson.databind.JsonNode;

/**
 * Everything needed to predict: what {@link ModelFile} keeps. Owns the network: close it.
 *
 * @param study as resolved when the model was trained
 * @param preprocessing fitted on the training subjects
 * @param network one trained network, or several that predict together
 * @param targets what it predicts, in the study's order
 * @param summary how the training went
 * @param provenance what made the model
 */
public record TrainedModel(
    Study study,
    FittedCohort preprocessing,
    Ensemble network,
    List<TargetSchema> targets,
    JsonNode summary,
    JsonNode provenance)
    implements AutoCloseable {
  public TrainedModel {
    targets = List.copyOf(targets);
  }

  @Override
  public void close() {
    network.close();
  }
}
