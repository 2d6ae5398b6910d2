package org.interfuse.model;

import java.util.List;
import java.util.function.Supplier;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy asks for: the networks to be trained, and what each reads.
 *
 * @param name {@link #WHOLE}, or the modality's name in a late network
 * @param encoders one per modality that the part reads
 * @param input what it reads
 * @param fusion null for a single modality
 */
public record PartPlan(
    String name, List<ModalityEncoder> encoders, NetworkInput input, @Nullable FusionSpec fusion) {
  /** The name of a network's only part. */
  public static final String WHOLE = "network";

  public PartPlan {
    encoders = List.copyOf(encoders);
  }

  /**
   * The parts of a network, in a fixed order.
   *
   * @param merge how {@code early} merges inputs; asked for by that strategy alone
   */
  public static List<PartPlan> of(ModelSpec model, Supplier<EarlyMerge> merge) {
    List<ModalityEncoder> all = model.encoders();
    return switch (model.strategy()) {
      case EARLY -> List.of(early(model, merge.get()));
      case INTERMEDIATE ->
          List.of(new PartPlan(WHOLE, all, separate(all), all.size() == 1 ? null : model.fusion()));
      case UNIMODAL ->
          all.stream()
              .filter(encoder -> encoder.modality().equals(model.modality()))
              .map(encoder -> alone(WHOLE, encoder))
              .toList();
      case LATE -> all.stream().map(encoder -> alone(encoder.modality(), encoder)).toList();
    };
  }

  /**
   * The networks of one modality each that are trained first, and whose encoders and projections
   * the network of all starts from; none unless the model asks for it.
   */
  public static List<PartPlan> starts(ModelSpec model) {
    boolean asked =
        model.pretrain() == Pretraining.UNIMODAL
            && model.strategy() == Strategy.INTERMEDIATE
            && model.encoders().size() > 1;
    return asked
        ? model.encoders().stream().map(one -> alone("start " + one.modality(), one)).toList()
        : List.of();
  }

  /** The model's options for this part. */
  public FusionModel.Design design(ModelSpec model) {
    return new FusionModel.Design(
        encoders, model.width(), model.projection(), fusion, model.heads());
  }

  private static PartPlan early(ModelSpec model, EarlyMerge merge) {
    for (int m = 0; m < merge.shapes().size(); m++) {
      FeatureShape shape = merge.shapes().get(m);
      if (!shape.table()) {
        throw new FindingsException(
            Finding.of(
                "strategy early",
                "inputs are merged as one table, which must be held in memory",
                "modality '%s' has %s".formatted(merge.modalities().get(m), untabled(shape)),
                List.of("strategy: intermediate", "strategy: late")));
      }
    }
    ModalityEncoder merged = new ModalityEncoder(NetworkInput.Merged.NAME, model.early(), null);
    return new PartPlan(WHOLE, List.of(merged), new NetworkInput.Merged(merge), null);
  }

  private static String untabled(FeatureShape shape) {
    SequenceShape sequence = shape.sequence();
    return sequence == null
        ? "%,d columns that are read in tiles".formatted(shape.numericWidth())
        : sequence.describe();
  }

  private static PartPlan alone(String name, ModalityEncoder encoder) {
    return new PartPlan(name, List.of(encoder), separate(List.of(encoder)), null);
  }

  private static NetworkInput separate(List<ModalityEncoder> encoders) {
    return new NetworkInput.Separate(encoders.stream().map(ModalityEncoder::modality).toList());
  }
}
