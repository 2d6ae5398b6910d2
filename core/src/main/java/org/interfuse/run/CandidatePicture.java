package org.interfuse.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.cohort.CohortModality;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;
import org.interfuse.encoder.wide.PrincipalCoordinates;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.model.FusionModel;
import org.interfuse.model.ModalityInput;
import org.interfuse.model.NetworkInput;
import org.interfuse.model.PartPlan;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.training.Members;
import org.interfuse.training.Replicas;
import org.interfuse.training.Trainer;
import org.interfuse.training.WideColumns;
import org.jspecify.annotations.Nullable;

/**
 * One candidate as it would be fitted on the first fold.
 *
 * @param name the candidate's
 * @param kind {@code baseline}, {@code predictions} made elsewhere, or the strategy
 * @param parameters trained elements of all members; 0 for what is no network
 * @param fitBytes estimate of the native memory of one fit, or of those that are made at once, see
 *     docs/memory.md; 0 for what is no network
 * @param rows what it computes of all rows of wide modalities
 */
public record CandidatePicture(
    String name, String kind, long parameters, long fitBytes, MemoryNeed rows) {
  /**
   * Builds the candidate's networks, and lets them go.
   *
   * @param data prepared with what was fitted on {@code train}
   * @param groups per subject its group, or null
   * @param fits of the candidate in a comparison, that may be made at once
   * @throws FindingsException if they cannot be built
   */
  static CandidatePicture of(
      CandidateSpec candidate,
      PreparedCohort data,
      int[] train,
      int @Nullable [] groups,
      Seed seed,
      int fits) {
    if (candidate instanceof NetworkCandidate network) {
      return network(network, data, train, groups, seed, fits);
    }
    String kind = candidate instanceof PredictionsCandidate ? "predictions" : "baseline";
    MemoryNeed rows =
        candidate instanceof BaselineCandidate one && one.readsFeatures()
            ? coordinates(one.baseline(), data, train)
            : MemoryNeed.NONE;
    return new CandidatePicture(candidate.name(), kind, 0, 0, rows);
  }

  /** Baselines read wide modalities, and the counts of words, as tables of their coordinates. */
  static MemoryNeed coordinates(BaselineSpec baseline, PreparedCohort data, int[] train) {
    MemoryNeed need = MemoryNeed.NONE;
    for (int m = 0; m < data.features().size(); m++) {
      WideFeatures wide = data.features().get(m).wide();
      if (wide != null) {
        CohortModality modality = data.cohort().modalities().get(m);
        long rows = Arrays.stream(train).filter(modality::has).count();
        WideSize size =
            new WideSize(
                wide.rows(),
                rows,
                wide.shape().numericWidth(),
                wide.sparse() ? ((SparseMatrix) wide.matrix()).stored() : WideSize.ALL);
        need = need.plus(coordinates(baseline, size));
      }
    }
    return need;
  }

  /** The same of one modality of that size. */
  static MemoryNeed coordinates(BaselineSpec baseline, WideSize size) {
    long rows = size.trainingRows();
    long fit = baseline.heapBytes(rows, PrincipalCoordinates.width(size, rows));
    return PrincipalCoordinates.memory(size, rows).plus(new MemoryNeed(0, fit));
  }

  private static CandidatePicture network(
      NetworkCandidate candidate,
      PreparedCohort data,
      int[] train,
      int @Nullable [] groups,
      Seed seed,
      int fits) {
    int members =
        Members.count(candidate.model(), candidate.training(), data.cohort(), train, groups);
    List<TargetSchema> targets = data.cohort().targets().stream().map(Target::schema).toList();
    List<FitMemory.Part> parts = new ArrayList<>();
    List<FitMemory.Part> starts = new ArrayList<>();
    boolean atOnce = PartPlan.starts(candidate.model()).isEmpty();
    try {
      for (PartPlan plan : PartPlan.starts(candidate.model())) {
        try (FusionModel model = build(plan, candidate, data, targets, seed)) {
          starts.add(part(model, plan, candidate, data, train.length));
        }
      }
      for (PartPlan plan : PartPlan.of(candidate.model(), () -> EarlyMerge.fit(data, train))) {
        try (FusionModel model = build(plan, candidate, data, targets, seed)) {
          atOnce &= Replicas.canBe(model);
          parts.add(part(model, plan, candidate, data, train.length));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new FindingsException(
          Finding.of(
              "comparison.candidates: " + candidate.name(),
              "the model must fit the data",
              String.valueOf(e.getMessage())));
    }
    List<FitMemory.Part> all =
        Collections.nCopies(members, parts).stream().flatMap(List::stream).toList();
    long largest = parts.stream().mapToLong(FitMemory.Part::trained).max().orElse(0);
    int networks = members * Math.min(fits, Replicas.fitsAtOnce(members, largest));
    return new CandidatePicture(
        candidate.name(),
        candidate.model().strategy().text(),
        all.stream().mapToLong(FitMemory.Part::trained).sum(),
        atOnce && networks > 1 ? FitMemory.bytesAtOnce(parts, networks) : alone(starts, all),
        WideColumns.rows(candidate.model(), data.cohort(), train));
  }

  /** Networks that others start from are let go once these are trained. */
  private static long alone(List<FitMemory.Part> starts, List<FitMemory.Part> parts) {
    List<FitMemory.Part> all = new ArrayList<>(starts);
    all.addAll(parts);
    return FitMemory.bytes(all);
  }

  private static FusionModel build(
      PartPlan plan,
      NetworkCandidate candidate,
      PreparedCohort data,
      List<TargetSchema> targets,
      Seed seed) {
    return FusionModel.build(
        plan.design(candidate.model()),
        plan.input().shapes(data),
        targets,
        Parameters.ofShapes(seed));
  }

  private static FitMemory.Part part(
      FusionModel model, PartPlan plan, NetworkCandidate candidate, PreparedCohort data, int rows) {
    int batch = Trainer.batchSize(model, candidate.training(), rows);
    return new FitMemory.Part(
        model.parameters().optimisedCount(),
        model.parameters().count(),
        cells(plan.input(), plan.input().shapes(data), data),
        model.tiledBytes(),
        batch * rowBytes(model, plan.input(), data));
  }

  /** What a subject who has everything adds to what a step holds. */
  private static long rowBytes(FusionModel model, NetworkInput input, PreparedCohort data) {
    double bytes = 0;
    List<ModalityInput> inputs = input.of(data);
    for (int m = 0; m < inputs.size(); m++) {
      Encoder encoder = model.encoder(m);
      Prepared features = inputs.get(m).features();
      bytes +=
          features instanceof SequenceFeatures sequence && features.rows() > 0
              ? sequenceBytes(encoder, sequence)
              : encoder.rowBytes();
    }
    return (long) bytes;
  }

  /** Of images only those are computed that are there; other tokens are filled up. */
  private static double sequenceBytes(Encoder encoder, SequenceFeatures sequence) {
    long longest = IntStream.range(0, sequence.rows()).map(sequence::length).max().orElse(1);
    boolean images = sequence.sequence().axes().length > 1;
    double tokens = images ? (double) sequence.tokens().length / sequence.rows() : longest;
    return tokens * encoder.tokenBytes(longest);
  }

  private static long cells(NetworkInput input, List<FeatureShape> shapes, PreparedCohort data) {
    if (input instanceof NetworkInput.Separate separate) {
      return separate.of(data).stream().mapToLong(one -> one.features().cells()).sum();
    }
    return shapes.stream().mapToLong(shape -> data.cohort().size() * width(shape)).sum();
  }

  private static long width(FeatureShape shape) {
    return shape.numericWidth() + shape.cardinalities().length;
  }
}
