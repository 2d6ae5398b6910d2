package org.interfuse.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.Projection;
import org.interfuse.encoder.Representation;
import org.interfuse.fusion.Fusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.ModalityWeights;
import org.interfuse.head.Head;
import org.interfuse.head.HeadSpec;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Encode, fuse, predict. With a single modality there is nothing to fuse and its projected
 * representation goes to the heads. Owns its parameters: close it. Not thread-safe in training;
 * {@link #forward} with {@link Pass#inference()} may be called from several threads.
 */
public final class FusionModel implements AutoCloseable {
  private final Parameters parameters;
  private final List<Branch> branches;
  private final @Nullable Fusion fusion;
  private final List<Head> heads;

  private FusionModel(
      Parameters parameters, List<Branch> branches, @Nullable Fusion fusion, List<Head> heads) {
    this.parameters = parameters;
    this.branches = List.copyOf(branches);
    this.fusion = fusion;
    this.heads = List.copyOf(heads);
  }

  /**
   * Builds a model with fresh parameters.
   *
   * @param design its parts
   * @param shapes what each encoder will be given, in the order of {@code design.encoders()}
   * @param targets what is predicted, in the study's order
   * @param seed of the initial values
   * @param type float32 for use, float64 for proofs
   */
  public static FusionModel build(
      Design design,
      List<FeatureShape> shapes,
      List<TargetSchema> targets,
      Seed seed,
      ScalarType type) {
    return build(design, shapes, targets, new Parameters(seed, type));
  }

  /** Builds a model in a set of parameters that is empty; the model owns it, also if this fails. */
  public static FusionModel build(
      Design design, List<FeatureShape> shapes, List<TargetSchema> targets, Parameters parameters) {
    try {
      List<Branch> branches = branches(design, shapes, parameters);
      Fusion fusion = fusion(design, branches, parameters);
      int fusedWidth = fusion == null ? branches.get(0).projection().width() : fusion.width();
      List<Head> heads = new ArrayList<>();
      for (TargetSchema target : targets) {
        HeadSpec head = java.util.Objects.requireNonNull(design.heads().get(target.name()));
        heads.add(head.build(target, fusedWidth, parameters.scope("head." + target.name())));
      }
      return new FusionModel(parameters, branches, fusion, heads);
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  /** Builds a float32 model. */
  public static FusionModel build(
      Design design, List<FeatureShape> shapes, List<TargetSchema> targets, Seed seed) {
    return build(design, shapes, targets, seed, ScalarType.Float);
  }

  private static List<Branch> branches(
      Design design, List<FeatureShape> shapes, Parameters parameters) {
    List<Branch> branches = new ArrayList<>();
    for (int m = 0; m < design.encoders().size(); m++) {
      ModalityEncoder chosen = design.encoders().get(m);
      Parameters own = parameters.scope("encoder." + chosen.modality());
      Encoder encoder = encoder(chosen, shapes.get(m), own);
      Projection projection =
          design.projection().equals("linear")
              ? Projection.linear(
                  encoder.width(),
                  design.width(),
                  parameters.scope("projection." + chosen.modality()))
              : Projection.none(encoder.width());
      branches.add(new Branch(chosen.modality(), encoder, projection, parameters.type()));
    }
    return branches;
  }

  private static Encoder encoder(ModalityEncoder chosen, FeatureShape shape, Parameters own) {
    try {
      if (!chosen.encoder().reads(shape)) {
        throw new IllegalArgumentException(unread(chosen.encoder(), shape));
      }
      return chosen.encoder().build(shape, own);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "modality '%s': %s".formatted(chosen.modality(), e.getMessage()), e);
    }
  }

  private static String unread(EncoderSpec encoder, FeatureShape shape) {
    SequenceShape sequence = shape.sequence();
    if (shape.wide()) {
      return "its %,d columns are read in tiles, which encoder '%s' cannot: take 'wide'"
          .formatted(shape.numericWidth(), encoder.type());
    }
    return "encoder '%s' does not read %s"
        .formatted(encoder.type(), sequence == null ? "tables" : sequence.describe());
  }

  private static @Nullable Fusion fusion(
      Design design, List<Branch> branches, Parameters parameters) {
    FusionSpec spec = design.fusion();
    if (spec == null) {
      return null;
    }
    return spec.build(
        branches.stream().map(Branch::modality).toList(),
        branches.stream().mapToInt(branch -> branch.projection().width()).toArray(),
        design.width(),
        parameters.scope("fusion"));
  }

  /**
   * Raw outputs of every head, in the order of the targets.
   *
   * @return per target [B, outputs]
   */
  public List<Tensor> forward(Batch batch, Pass pass) {
    pass.rows(batch.rows());
    List<Representation> representations = encode(batch, pass);
    Tensor fused = fuse(representations, pass);
    return predict(fused, pass);
  }

  /** One representation a modality, each [B, width]. */
  public List<Representation> encode(Batch batch, Pass pass) {
    List<Representation> representations = new ArrayList<>(branches.size());
    for (int m = 0; m < branches.size(); m++) {
      representations.add(encode(m, batch, pass));
    }
    return representations;
  }

  /** The representation of one modality, [B, width]. */
  Representation encode(int modality, Batch batch, Pass pass) {
    return branches.get(modality).forward(batch, batch.modalities().get(modality), pass);
  }

  /** [B, C]. */
  public Tensor fuse(List<Representation> representations, Pass pass) {
    return fusion == null ? representations.get(0).pooled() : fusion.forward(representations, pass);
  }

  /**
   * What the heads make of fused vectors.
   *
   * @param fused [B, C]
   * @return per target [B, outputs]
   */
  public List<Tensor> predict(Tensor fused, Pass pass) {
    List<Tensor> outputs = new ArrayList<>(heads.size());
    for (Head head : heads) {
      outputs.add(head.forward(fused, pass));
    }
    return outputs;
  }

  /** What the operator records in a {@link Pass#recording} pass; null if it weighs nothing. */
  public ModalityWeights.@Nullable Columns weights() {
    return fusion instanceof ModalityWeights weighing ? weighing.weights() : null;
  }

  /** Every trained tensor. */
  public Parameters parameters() {
    return parameters;
  }

  /** What it holds to predict: every tensor, trained or fixed, and what the heads keep. */
  public long bytes() {
    long tensors = parameters.all().stream().mapToLong(one -> one.value().nbytes()).sum();
    long figures =
        heads.stream()
            .flatMap(head -> head.state().values().stream())
            .mapToLong(values -> values.length)
            .sum();
    return tensors + Double.BYTES * figures;
  }

  /** What tiled parameters of its encoders take in training, with all that belongs to them. */
  public long tiledBytes() {
    return branches.stream().mapToLong(branch -> branch.encoder().tiledBytes()).sum();
  }

  /** Whether {@link #forward} also computes R replicas of the model at once. */
  public boolean replicates() {
    return branches.stream().allMatch(branch -> branch.encoder().replicates())
        && branches.stream().noneMatch(branch -> branch.encoder().ownsUpdate())
        && (fusion == null || fusion.replicates())
        && heads.stream().allMatch(Head::replicates);
  }

  /** One per target, in the study's order. */
  public List<Head> heads() {
    return heads;
  }

  /** Names of the modalities, in the model's order. */
  public List<String> modalities() {
    return branches.stream().map(Branch::modality).toList();
  }

  /** The encoder of a modality. */
  public Encoder encoder(int modality) {
    return branches.get(modality).encoder();
  }

  /**
   * Gives encoders what was trained elsewhere: once, of a model that was built to be trained.
   *
   * @throws org.interfuse.finding.FindingsException if it does not fit
   */
  public void takeOver() {
    branches.forEach(branch -> branch.encoder().takeOver());
  }

  @Override
  public void close() {
    branches.forEach(branch -> branch.encoder().close());
    parameters.close();
  }

  /**
   * The parts of one network.
   *
   * @param encoders one per modality it reads
   * @param width common width after the projection, and of the fused vector
   * @param projection {@code linear} or {@code none}
   * @param fusion null for a single modality
   * @param heads by target name
   */
  public record Design(
      List<ModalityEncoder> encoders,
      int width,
      String projection,
      @Nullable FusionSpec fusion,
      Map<String, HeadSpec> heads) {
    public Design {
      encoders = List.copyOf(encoders);
      if (encoders.size() > 1 && fusion == null) {
        throw new IllegalArgumentException("fusion: expected an operator for several modalities");
      }
    }
  }
}
