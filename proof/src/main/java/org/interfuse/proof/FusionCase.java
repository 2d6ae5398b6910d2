package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Representation;
import org.interfuse.fusion.Fusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** An operator built for M modalities, run on arrays. Owns its parameters. */
final class FusionCase implements AutoCloseable {
  private static final int[] UNEQUAL = {3, 5, 4, 6, 2};
  private static final int OWN = 7;
  private static final int COMMON = 8;
  private static final int NARROW = 2;

  final FusionSpec spec;
  final List<String> modalities;
  final int[] widths;
  final int width;
  final Parameters parameters;
  private final ScalarType type;
  private final Fusion fusion;

  private FusionCase(FusionSpec spec, int[] widths, int width, ScalarType type, Seed seed) {
    this.spec = spec;
    this.modalities = names(widths.length);
    this.widths = widths;
    this.width = width;
    this.type = type;
    this.parameters = new Parameters(seed, type);
    try (PointerScope scope = new PointerScope()) {
      this.fusion = spec.build(modalities, widths.clone(), width, parameters);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /**
   * Builds with widths that differ if the operator allows it, with parameters disturbed. The result
   * has the first width that the operator takes of one of its own, the common one, and those of the
   * modalities.
   */
  static FusionCase open(FusionSpec spec, int modalities, ScalarType type, Seed seed) {
    return fresh(spec, modalities, type, seed).disturbed(seed);
  }

  /** The same with the parameters that it starts with. */
  static FusionCase fresh(FusionSpec spec, int modalities, ScalarType type, Seed seed) {
    return spec.needsEqualWidths()
        ? equal(spec, modalities, type, seed)
        : accepted(spec, Arrays.copyOf(UNEQUAL, modalities), type, seed);
  }

  /** Builds for more modalities than the others, narrow where the operator allows it. */
  static FusionCase openMany(FusionSpec spec, int modalities, ScalarType type, Seed seed) {
    if (spec.needsEqualWidths()) {
      return openEqual(spec, modalities, type, seed);
    }
    int[] widths = new int[modalities];
    Arrays.fill(widths, NARROW);
    return accepted(spec, widths, type, seed).disturbed(seed);
  }

  /** Builds with equal widths. */
  static FusionCase openEqual(FusionSpec spec, int modalities, ScalarType type, Seed seed) {
    return equal(spec, modalities, type, seed).disturbed(seed);
  }

  private static FusionCase equal(FusionSpec spec, int modalities, ScalarType type, Seed seed) {
    int[] widths = new int[modalities];
    Arrays.fill(widths, COMMON);
    return new FusionCase(spec, widths, COMMON, type, seed);
  }

  private static FusionCase accepted(FusionSpec spec, int[] widths, ScalarType type, Seed seed) {
    int[] results = IntStream.concat(IntStream.of(OWN, COMMON), Arrays.stream(widths)).toArray();
    IllegalArgumentException first = null;
    for (int width : results) {
      try {
        return new FusionCase(spec, widths, width, type, seed);
      } catch (IllegalArgumentException refusal) {
        first = first == null ? refusal : first;
      }
    }
    throw Objects.requireNonNull(first);
  }

  private FusionCase disturbed(Seed seed) {
    ParameterValues.disturb(parameters, seed.at("disturbance"));
    return this;
  }

  /** Names of M modalities. */
  static List<String> names(int modalities) {
    return IntStream.range(0, modalities).mapToObj(m -> "m" + m).toList();
  }

  /** Numbers as the element type keeps them. */
  FusionBatch rounded(FusionBatch batch) {
    return batch.map(true, value -> round(value, type));
  }

  static double round(double value, ScalarType type) {
    if (type == ScalarType.Double) {
      return value;
    }
    if (type == ScalarType.Float) {
      return (float) value;
    }
    int bits = Float.floatToIntBits((float) value); // bfloat16: the upper half, to nearest even
    return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
  }

  /** C, as the operator says. */
  int declaredWidth() {
    return fusion.width();
  }

  /** The shape of what it returns at inference. */
  long[] shape(FusionBatch batch) {
    try (PointerScope scope = new PointerScope()) {
      return fusion.forward(representations(batch, List.of()), Pass.inference()).shape();
    }
  }

  /** Outputs [B][C] at inference. */
  double[][] outputs(FusionBatch batch) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.toRows(fusion.forward(representations(batch, List.of()), Pass.inference()));
    }
  }

  /** Outputs, and gradients of Σ weights ⊙ outputs. */
  Outcome run(FusionBatch batch, Pass pass, double[][] weights) {
    try (PointerScope scope = new PointerScope()) {
      ParameterValues.clearGradients(parameters);
      List<Tensor> leaves = leaves(batch);
      Tensor fused = fusion.forward(representations(batch, leaves), pass);
      Tensor loss = fused.mul(Tensors.ofRows(weights).to(type)).sum();
      if (loss.requires_grad()) {
        loss.backward();
      }
      List<double[]> gradients = leaves.stream().map(ParameterValues::gradient).toList();
      return new Outcome(Tensors.toRows(fused), gradients, ParameterValues.gradients(parameters));
    }
  }

  /** Pooled vectors of each modality, then the tokens of those that have them. */
  private List<Tensor> leaves(FusionBatch batch) {
    List<Tensor> leaves = new ArrayList<>();
    for (double[][] rows : batch.pooled()) {
      leaves.add(Tensors.ofRows(rows).to(type).set_requires_grad(true));
    }
    for (FusionBatch.Tokens tokens : batch.tokens()) {
      if (tokens != null) {
        leaves.add(tensor(tokens).to(type).set_requires_grad(true));
      }
    }
    return leaves;
  }

  private static Tensor tensor(FusionBatch.Tokens tokens) {
    double[][][] values = tokens.values();
    double[][] flat = Arrays.stream(values).flatMap(Arrays::stream).toArray(double[][]::new);
    return Tensors.ofRows(flat).reshape(values.length, values[0].length, flat[0].length);
  }

  private List<Representation> representations(FusionBatch batch, List<Tensor> given) {
    List<Tensor> leaves = given.isEmpty() ? leaves(batch) : given;
    List<Representation> representations = new ArrayList<>();
    int next = widths.length;
    for (int m = 0; m < widths.length; m++) {
      boolean[] presence = new boolean[batch.rows()];
      for (int row = 0; row < presence.length; row++) {
        presence[row] = batch.present()[row][m];
      }
      FusionBatch.Tokens tokens = batch.tokens().get(m);
      representations.add(
          new Representation(
              leaves.get(m),
              tokens == null ? null : leaves.get(next++),
              tokens == null ? null : mask(tokens),
              Tensors.ofBooleans(presence)));
    }
    return representations;
  }

  private static Tensor mask(FusionBatch.Tokens tokens) {
    boolean[][] rows = tokens.mask();
    boolean[] flat = new boolean[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
    }
    return Tensors.ofBooleans(flat, rows.length, rows[0].length);
  }

  /** What an oracle is told of one row. */
  OracleInput oracleInput(FusionBatch batch, int row, Map<String, double[]> values) {
    double[][] pooled = new double[widths.length][];
    List<@Nullable List<double[]>> tokens = new ArrayList<>();
    for (int m = 0; m < widths.length; m++) {
      boolean present = batch.present()[row][m];
      pooled[m] = present ? batch.pooled()[m][row] : new double[0];
      FusionBatch.Tokens own = batch.tokens().get(m);
      List<double[]> real = new ArrayList<>();
      for (int time = 0; own != null && time < own.mask()[row].length; time++) {
        if (present && own.mask()[row][time]) {
          real.add(own.values()[row][time]);
        }
      }
      tokens.add(own == null ? null : real);
    }
    return new OracleInput(modalities, widths, width, values, batch.present()[row], pooled, tokens);
  }

  @Override
  public void close() {
    parameters.close();
  }
}
