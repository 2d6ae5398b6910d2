package org.interfuse.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.interfuse.baseline.EventTimes;
import org.interfuse.baseline.Response;
import org.interfuse.baseline.StepFunction;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Fits the trees of one set of columns on the training subjects who have them. */
final class TreeFit {
  private final BoostedTrees options;
  private final TreeColumns columns;
  private final PreparedCohort data;
  private final Target target;
  private final int @Nullable [] groups;

  TreeFit(
      BoostedTrees options,
      TreeColumns columns,
      PreparedCohort data,
      Target target,
      int @Nullable [] groups) {
    this.options = options;
    this.columns = columns;
    this.data = data;
    this.target = target;
    this.groups = groups;
  }

  /**
   * Fits.
   *
   * @param train subjects who have the target
   */
  TreePart fit(int[] train, Seed seed) {
    List<@Nullable TreeModel> models = new ArrayList<>();
    StepFunction hazard = null;
    for (int problem = 0; problem < Response.count(target); problem++) {
      int[] subjects = subjects(train, problem);
      Response response = Response.of(target, problem, subjects);
      float[] values = columns.of(data, subjects);
      TreeModel model =
          response.varies() && columns.width(data) > 0
              ? model(values, response, subjects, seed.at("problem", problem))
              : null;
      models.add(model);
      if (model != null && response instanceof Response.Times times) {
        hazard = EventTimes.breslow(times, model.scores(values, subjects.length));
      }
    }
    return new TreePart(columns, models, hazard);
  }

  private int[] subjects(int[] train, int problem) {
    return Arrays.stream(train)
        .filter(s -> columns.has(data, s) && Response.has(target, problem, s))
        .toArray();
  }

  private TreeModel model(float[] values, Response response, int[] subjects, Seed seed) {
    int width = columns.width(data);
    int[] blocks =
        groups == null
            ? IntStream.range(0, subjects.length).toArray()
            : Arrays.stream(subjects).map(subject -> groups[subject]).toArray();
    try (Matrix train = Matrix.of(values, subjects.length, width)) {
      TreeChoice choice =
          new TreeTuning(options, values, width, train, response).choose(blocks, seed);
      TreeLabels labels = TreeLabels.of(response);
      train.rows().setLabel(labels.labels(response));
      try (Ensemble ensemble =
          Ensemble.begin(train, labels, choice.depth(), choice.learningRate())) {
        ensemble.grow(train, response, choice.rounds());
        return new TreeModel(ensemble.bytes(), choice, labels, width);
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot fit", e);
    }
  }
}
