package org.interfuse.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.encoder.WideRows;
import org.interfuse.encoder.wide.Arithmetic;
import org.interfuse.encoder.wide.GenotypeFeatures;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.encoder.wide.WideOptimiser;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Linear;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;

/**
 * Our side of benchmarks/peers/wide: answers each line of standard input with a line. A step is a
 * batch through encoder {@code wide}, GELU, a linear head and the squared error, the backward pass,
 * the norm of all gradients and both updates, as {@link Trainer} does them.
 */
public final class WideBenchmark {
  private static final double RATE = 1e-3;
  private static final double DECAY = 0.01;

  private final int batch;
  private final List<WideFeatures> modalities;
  private final Parameters parameters = new Parameters(new Seed(1));
  private final List<Encoder> encoders = new ArrayList<>();
  private final Linear head;
  private final AdamW optimiser;
  private final float[] outcome;
  private final SplittableRandom random = new SplittableRandom(2);
  private int step;

  private WideBenchmark(int batch, int width, List<WideFeatures> modalities, String[] kind) {
    this.batch = batch;
    this.modalities = modalities;
    WideEncoder.Spec spec =
        new WideEncoder.Spec(
            Projection.DENSE,
            width,
            1,
            1,
            Arithmetic.valueOf(kind[0]),
            WideOptimiser.valueOf(kind[1]),
            0,
            0,
            0,
            false,
            Activation.GELU);
    for (int m = 0; m < modalities.size(); m++) {
      encoders.add(spec.build(modalities.get(m).shape(), parameters.scope("encoder." + m)));
    }
    this.head = Linear.create(parameters, "head", width * modalities.size(), 1);
    this.optimiser =
        new AdamW(
            parameters.trained().stream().filter(p -> p.role().optimised()).toList(),
            p -> 1,
            DECAY);
    this.outcome = new float[modalities.get(0).rows()];
    for (int i = 0; i < outcome.length; i++) {
      outcome[i] = i % 2;
    }
  }

  /**
   * Runs.
   *
   * @param arguments threads, rows, columns, width, batch, arithmetic, optimiser, then a .bed, or
   *     {@code sparse:500} for so many cells a row, then the number of modalities, each of which
   *     reads it and has an encoder of its own
   */
  public static void main(String[] arguments) throws IOException {
    int threads = Integer.parseInt(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int columns = Integer.parseInt(arguments[2]);
    int width = Integer.parseInt(arguments[3]);
    int batch = Integer.parseInt(arguments[4]);
    Torch.load();
    Torch.threads(threads);
    List<WideFeatures> modalities = new ArrayList<>();
    for (int m = 0; m < Integer.parseInt(arguments[8]); m++) {
      modalities.add(
          arguments[7].startsWith("sparse:")
              ? sparse(rows, columns, Integer.parseInt(arguments[7].substring(7)))
              : genotypes(Path.of(arguments[7])));
    }
    String[] kind = {arguments[5], arguments[6]};
    new WideBenchmark(batch, width, modalities, kind).answer();
  }

  private void answer() throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(steps(Integer.parseInt(line.substring("steps ".length()))));
    }
  }

  /** Seconds of each step, then the last loss. */
  private String steps(int count) {
    StringBuilder text = new StringBuilder("steps");
    double loss = 0;
    for (int i = 0; i < count; i++) {
      long started = System.nanoTime();
      loss = step();
      text.append(String.format(Locale.ROOT, " %.6f", (System.nanoTime() - started) / 1e9));
    }
    return text + " loss " + loss;
  }

  private double step() {
    step++;
    int[] rows = random.ints(batch, 0, outcome.length).toArray();
    float[] truth = new float[batch];
    for (int i = 0; i < batch; i++) {
      truth[i] = outcome[rows[i]];
    }
    try (PointerScope scope = new PointerScope()) {
      Pass pass = Pass.training(new Seed(step));
      TensorVector encoded = new TensorVector();
      for (int m = 0; m < encoders.size(); m++) {
        WideRows wide = new WideRows(modalities.get(m), rows);
        EncoderInput input = EncoderInput.ofWide(Tensors.empty(ScalarType.Float, batch, 0), wide);
        encoded.push_back(encoders.get(m).forward(input, pass).pooled());
      }
      Tensor output = head.forward(torch.cat(encoded, 1)).squeeze();
      Tensor residual = output.sub(Tensors.ofFloats(truth));
      Tensor loss = residual.mul(residual).mean();
      double value = loss.item_double();
      optimiser.zeroGradients();
      loss.backward();
      double squares = encoders.stream().mapToDouble(Encoder::squaredGradientNorm).sum();
      double norm = optimiser.clip(Double.POSITIVE_INFINITY, squares);
      if (!Double.isFinite(norm)) {
        throw new IllegalStateException("norm " + norm);
      }
      optimiser.step(RATE);
      for (int m = 0; m < encoders.size(); m++) {
        Seed own = new Seed(3).at("modality", m).at("step", step);
        encoders.get(m).update(new UpdateStep(step, RATE, DECAY, 1, own));
      }
      return value;
    }
  }

  private static WideFeatures genotypes(Path bed) {
    String name = bed.getFileName().toString().replace(".bed", "");
    return GenotypeFeatures.read(bed.toAbsolutePath().resolveSibling(""), name).features();
  }

  private static List<String> names(int columns) {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return Integer.toString(index);
      }

      @Override
      public int size() {
        return columns;
      }
    };
  }

  private static WideFeatures sparse(int rows, int columns, int stored) {
    SplittableRandom random = new SplittableRandom(4);
    int[][] cells = new int[rows][];
    for (int i = 0; i < rows; i++) {
      cells[i] = random.ints(stored, 0, columns).distinct().sorted().toArray();
    }
    SparseMatrix matrix =
        new SparseMatrix() {
          @Override
          public int rows() {
            return rows;
          }

          @Override
          public int columns() {
            return columns;
          }

          @Override
          public long bytes() {
            return 8L * rows * stored;
          }

          @Override
          public long stored() {
            return (long) rows * stored;
          }

          @Override
          public int stored(int row) {
            return cells[row].length;
          }

          @Override
          public int read(int row, int[] into, float[] values, int at) {
            System.arraycopy(cells[row], 0, into, at, cells[row].length);
            Arrays.fill(values, at, at + cells[row].length, 1);
            return cells[row].length;
          }

          @Override
          public void read(int[] chosen, int from, int to, ByteBuffer tile) {
            FloatBuffer into =
                tile.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
            int width = to - from;
            float[] zeros = new float[width];
            for (int i = 0; i < chosen.length; i++) {
              into.put(i * width, zeros);
              int[] own = cells[chosen[i]];
              int found = Arrays.binarySearch(own, from);
              for (int k = found < 0 ? -found - 1 : found; k < own.length && own[k] < to; k++) {
                into.put(i * width + own[k] - from, 1);
              }
            }
          }
        };
    float[] scale = new float[columns];
    Arrays.fill(scale, 1);
    FeatureShape shape = FeatureShape.ofWide(names(columns), null);
    return WideFeatures.uncentred(matrix, shape, false, scale, "sparse");
  }
}
