package org.interfuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.encoder.Activation;
import org.interfuse.encoder.wide.Arithmetic;
import org.interfuse.encoder.wide.Projection;
import org.interfuse.encoder.wide.WideEncoder;
import org.interfuse.encoder.wide.WideOptimiser;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ArrayMatrix;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.TableData;
import org.interfuse.modality.WideData;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.preprocessing.WidePreprocessing;
import org.interfuse.progress.Progress;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks with a modality read in tiles beside tables, some subjects without it. */
final class WideTrainingTest {
  private static final int SUBJECTS = 90;
  private static final Seed SEED = new Seed(17);
  private static final TrainingSpec TRAINING =
      new TrainingSpec(6, 16, 3e-3, 1e-2, 0.05, 1, 6, 0.2, 7, 1);
  private static final TrainingSpec SHORT =
      new TrainingSpec(3, 16, 3e-3, 1e-2, 0.05, 1, 3, 0.2, 7, 1);

  @TempDir private Path folder;

  /** The planted cohort with its first modality in tiles. */
  private static PreparedCohort data() {
    return data(false);
  }

  private static PreparedCohort data(boolean sparse) {
    Cohort planted = PlantedCohort.of(SUBJECTS, 0.2, 8);
    CohortModality left = planted.modality("left");
    TableData table = (TableData) left.data();
    ColumnGroups groups =
        new ColumnGroups(List.of("one", "two"), new int[] {0, 2, 1}, new int[] {0, 0, 1});
    WideData wide =
        new WideData(
            sparse ? WideData.Kind.SPARSE : WideData.Kind.NUMBERS,
            sparse ? Stored.NAMES : table.numericColumns(),
            sparse
                ? new Stored(table.numeric())
                : new ArrayMatrix(table.rows(), 4, table.numeric()),
            groups);
    List<CohortModality> modalities = new ArrayList<>(planted.modalities());
    modalities.set(0, new CohortModality("left", wide, left.rowOf()));
    return PreparedCohort.fit(
            planted.withModalities(modalities),
            List.of(new WidePreprocessing(), new TablePreprocessing(), new TablePreprocessing()),
            all(),
            "modalities")
        .apply(planted.withModalities(modalities));
  }

  private static int[] all() {
    return IntStream.range(0, SUBJECTS).toArray();
  }

  private static ModelSpec spec(Strategy strategy, Projection projection) {
    return spec(strategy, projection, Arithmetic.FLOAT32, WideOptimiser.ROW_WISE);
  }

  private static ModelSpec spec(
      Strategy strategy, Projection projection, Arithmetic arithmetic, WideOptimiser optimiser) {
    ModelSpec base = NetworkTrainerTest.spec(strategy, null);
    List<ModalityEncoder> encoders = new ArrayList<>(base.encoders());
    WideEncoder.Spec wide =
        new WideEncoder.Spec(
            projection, 8, 3, 2, arithmetic, optimiser, 0, 0, 0.2, true, Activation.GELU);
    encoders.set(0, new ModalityEncoder("left", wide, null));
    return new ModelSpec(
        base.strategy(),
        base.modality(),
        base.width(),
        base.projection(),
        base.fusion(),
        base.combiner(),
        base.early(),
        base.modalityDropout(),
        encoders,
        base.heads(),
        base.targetWeights());
  }

  static Stream<Arguments> networks() {
    return Stream.of(Strategy.INTERMEDIATE, Strategy.LATE)
        .flatMap(strategy -> Stream.of(Projection.values()).map(p -> Arguments.of(strategy, p)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void resumedEndsWithTheSameBits(Strategy strategy, Projection projection) {
    PreparedCohort data = data();
    ModelSpec spec = spec(strategy, projection);
    List<double[]> whole = weights(data, spec, Checkpoints.none(), Integer.MAX_VALUE);
    Checkpoints kept = new Checkpoints(folder.resolve(strategy + "-" + projection), Duration.ZERO);

    assertThatThrownBy(() -> weights(data, spec, kept, 3)).isInstanceOf(Stopped.class);

    List<double[]> resumed = weights(data, spec, kept, Integer.MAX_VALUE);
    for (int p = 0; p < whole.size(); p++) {
      assertThat(resumed.get(p)).as("parameter %d, %s", p, SEED).isEqualTo(whole.get(p));
    }
  }

  static Stream<Arguments> updates() {
    return Stream.of(Arithmetic.values())
        .flatMap(
            arithmetic ->
                Stream.of(WideOptimiser.values())
                    .flatMap(
                        optimiser ->
                            Stream.of(false, true)
                                .map(sparse -> Arguments.of(arithmetic, optimiser, sparse))));
  }

  @ParameterizedTest(name = "{0}, {1}, sparse {2}")
  @MethodSource("updates")
  void everyUpdateResumesWithTheSameBits(
      Arithmetic arithmetic, WideOptimiser optimiser, boolean sparse) {
    PreparedCohort data = data(sparse);
    ModelSpec spec = spec(Strategy.INTERMEDIATE, Projection.DENSE, arithmetic, optimiser);
    List<double[]> whole = weights(data, spec, SHORT, Checkpoints.none(), Integer.MAX_VALUE);
    Checkpoints kept = new Checkpoints(folder, Duration.ZERO);

    assertThatThrownBy(() -> weights(data, spec, SHORT, kept, 2)).isInstanceOf(Stopped.class);

    assertThat(weights(data, spec, SHORT, kept, Integer.MAX_VALUE))
        .as("%s", SEED)
        .usingRecursiveComparison()
        .isEqualTo(whole);
  }

  /** Forty columns, of whose cells one in twenty is stored. */
  private static final class Stored implements SparseMatrix {
    static final List<String> NAMES =
        IntStream.range(0, 40).mapToObj(column -> "column" + column).toList();

    private final float[] cells;

    Stored(float[] cells) {
      this.cells = cells;
    }

    @Override
    public int rows() {
      return cells.length / 4;
    }

    @Override
    public int columns() {
      return NAMES.size();
    }

    @Override
    public long bytes() {
      return 8 * stored();
    }

    @Override
    public long stored() {
      return 2L * rows();
    }

    @Override
    public int stored(int row) {
      return 2;
    }

    @Override
    public int read(int row, int[] columns, float[] values, int at) {
      for (int k = 0; k < 2; k++) {
        columns[at + k] = 20 * k + row % 20;
        float cell = cells[4 * row + k];
        values[at + k] = Float.isNaN(cell) ? 1 : cell;
      }
      return 2;
    }

    @Override
    public void read(int[] rows, int from, int to, ByteBuffer tile) {
      throw new AssertionError("sparse rows are not read as tiles");
    }
  }

  private static List<double[]> weights(
      PreparedCohort data, ModelSpec spec, Checkpoints checkpoints, int epochs) {
    return weights(data, spec, TRAINING, checkpoints, epochs);
  }

  private static List<double[]> weights(
      PreparedCohort data,
      ModelSpec spec,
      TrainingSpec training,
      Checkpoints checkpoints,
      int epochs) {
    int[] left = {epochs};
    EpochLog log =
        (part, epoch) -> {
          if (--left[0] == 0) {
            throw new Stopped();
          }
        };
    NetworkTrainer trainer =
        new NetworkTrainer("test", spec, training, Progress.SILENT, log, checkpoints);
    try (NetworkFit fit = trainer.fit(data, all(), null, SEED)) {
      List<double[]> values = new ArrayList<>();
      for (NetworkPart part : fit.network().parts()) {
        for (Parameter parameter : part.model().parameters().all()) {
          values.add(Tensors.toDoubles(parameter.value()));
        }
      }
      return values;
    }
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void earlyIsRefused() {
    PreparedCohort data = data();
    NetworkTrainer trainer =
        new NetworkTrainer("test", spec(Strategy.EARLY, Projection.PCA), TRAINING, Progress.SILENT);

    assertThatThrownBy(() -> trainer.fit(data, all(), null, SEED))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "strategy early: inputs are merged as one table, which must be held in memory; found"
                + " modality 'left' has 4 columns that are read in tiles");
  }

  @ParameterizedTest
  @EnumSource(Projection.class)
  void manyColumnWeightsAreOneNetwork(Projection projection) {
    WideEncoder.Spec spec =
        (WideEncoder.Spec) spec(Strategy.LATE, projection).encoders().get(0).encoder();

    long weights = spec.columnWeights(5_000_000, 12_000_000);

    assertThat(weights > Members.MOST_COLUMN_WEIGHTS)
        .isEqualTo(projection != Projection.RANDOM && projection != Projection.SCREENED);
  }
}
