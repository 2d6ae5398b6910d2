package org.interfuse.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.TableData;
import org.interfuse.modality.TableData.CategoricalColumn;
import org.interfuse.preprocessing.TablePreprocessing.Impute;
import org.interfuse.preprocessing.TablePreprocessing.Indicators;
import org.interfuse.preprocessing.TablePreprocessing.Scale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TablePreprocessingTest {
  private static final String WHERE = "modalities.rna.preprocessing";
  private static final float NAN = Float.NaN;

  @Test
  void isFoundByServiceLoader() {
    assertThat(ServiceLoader.load(PreprocessingSpec.class))
        .anySatisfy(spec -> assertThat(spec.type()).isEqualTo("table"));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"NONE", "STANDARD", "ROBUST", "RANK", "LOG1P"})
  void testRowsChangeNoFittedFigure(Scale scale) {
    TableData table = random(50, 7, 11);
    int[] train = IntStream.range(0, 30).toArray();
    float[] changed = table.numeric().clone();
    int[] codes = table.codes().clone();
    for (int index = 30 * 7; index < changed.length; index++) {
      changed[index] = index % 3 == 0 ? NAN : 1e6f * index;
    }
    Arrays.fill(codes, 30, 50, 2);
    TableData canary =
        new TableData(50, table.numericColumns(), changed, table.categoricalColumns(), codes);
    TablePreprocessing options = new TablePreprocessing().withScale(scale);

    assertSame(options.fit(WHERE, table, train).state(), options.fit(WHERE, canary, train).state());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"NONE", "STANDARD", "ROBUST", "RANK", "LOG1P"})
  void stateIsRestoredExactly(Scale scale) {
    TableData table = random(50, 7, 12);
    TablePreprocessing options = new TablePreprocessing().withScale(scale);
    FittedTable fitted = options.fit(WHERE, table, IntStream.range(0, 40).toArray());

    FittedPreprocessing restored = new TablePreprocessing().restore(fitted.state());

    assertSame(restored.state(), fitted.state());
    assertThat(restored.shape().names()).isEqualTo(fitted.shape().names());
    assertThat(restored.apply(table).table().numeric())
        .containsExactly(fitted.apply(table).table().numeric());
    assertThat(restored.apply(table).table().categories())
        .containsExactly(fitted.apply(table).table().categories());
    assertThat(restored.columns()).isEqualTo(fitted.columns());
  }

  @Test
  void columnsThatDoNotVaryInTrainingAreDropped() {
    TableData table =
        TableData.ofNumbers(
            4,
            List.of("varies", "constant", "missing", "constant or missing"),
            new float[] {
              1, 5, NAN, 7,
              2, 5, NAN, NAN,
              4, 5, NAN, 7,
              9, 6, 3, 8
            });

    FittedTable fitted = new TablePreprocessing().fit(WHERE, table, new int[] {0, 1, 2});

    assertThat(fitted.shape().names()).containsExactly("varies", "constant or missing?");
    assertThat(fitted.columns().numeric()).containsExactly("varies", "constant or missing");
    Features features = fitted.apply(table);
    assertThat(features.numeric()[1]).isEqualTo(0);
    assertThat(features.numeric()[3]).isEqualTo(1);
  }

  @Test
  void indicatorsFollowTheShareMissingInTraining() {
    float[] values = new float[100 * 2];
    for (int row = 0; row < 100; row++) {
      values[2 * row] = row < 4 ? NAN : row;
      values[2 * row + 1] = row < 5 ? NAN : row;
    }
    TableData table = TableData.ofNumbers(100, List.of("seldom", "often"), values);
    int[] all = IntStream.range(0, 100).toArray();

    assertThat(fit(Indicators.AUTO, table, all)).containsExactly("seldom", "often", "often?");
    assertThat(fit(Indicators.NEVER, table, all)).containsExactly("seldom", "often");
    assertThat(fit(Indicators.ALWAYS, table, all))
        .containsExactly("seldom", "often", "seldom?", "often?");
  }

  private static List<String> fit(Indicators indicators, TableData table, int[] rows) {
    return new TablePreprocessing(
            Impute.MEDIAN, indicators, 0.05, List.of(Scale.STANDARD), 0, 1, 10)
        .fit(WHERE, table, rows)
        .shape()
        .names();
  }

  @Test
  void aRowWithNothingIsFilled() {
    TableData table =
        TableData.ofNumbers(4, List.of("a", "b"), new float[] {0, 1, 1, 5, 5, 9, NAN, NAN});
    TablePreprocessing options =
        new TablePreprocessing(Impute.MEDIAN, Indicators.NEVER, 0.05, List.of(Scale.NONE), 0, 1, 0);

    Features features = options.fit(WHERE, table, new int[] {0, 1, 2}).apply(table);

    assertThat(features.numeric()).endsWith(1, 5);
  }

  @Test
  void levelsUnseenRareOrMissingGoToBucketZero() {
    CategoricalColumn stage = new CategoricalColumn("stage", List.of("i", "ii", "iii"));
    CategoricalColumn site = new CategoricalColumn("site", List.of("a"));
    TableData train =
        new TableData(
            5,
            List.of(),
            new float[0],
            List.of(stage, site),
            new int[] {0, 0, 0, 0, 1, 0, 1, 0, 2, 0});
    FittedTable fitted =
        new TablePreprocessing(Impute.MEDIAN, Indicators.AUTO, 0.05, List.of(), 0, 2, 0)
            .fit(WHERE, train, IntStream.range(0, 5).toArray());
    assertThat(fitted.shape().names()).containsExactly("stage");
    assertThat(fitted.shape().cardinalities()).containsExactly(3);

    TableData other =
        new TableData(
            4,
            List.of(),
            new float[0],
            List.of(new CategoricalColumn("stage", List.of("ii", "iii", "iv"))),
            new int[] {0, 1, 2, -1});
    assertThat(fitted.apply(other).categories()).containsExactly(2, 0, 0, 0);
  }

  @Test
  void keepTakesTheColumnsOfLargestVarianceAfterTheLogarithm() {
    TableData table =
        TableData.ofNumbers(
            3,
            List.of("thousands", "ratio", "small"),
            new float[] {1000, 0, 1, 2000, 5, 1.1f, 3000, 100, 1.2f});
    TablePreprocessing raw =
        new TablePreprocessing(
            Impute.MEDIAN, Indicators.AUTO, 0.05, List.of(Scale.STANDARD), 1, 1, 10);
    TablePreprocessing logarithm =
        new TablePreprocessing(
            Impute.MEDIAN, Indicators.AUTO, 0.05, List.of(Scale.LOG1P, Scale.STANDARD), 1, 1, 10);
    int[] rows = {0, 1, 2};

    assertThat(raw.fit(WHERE, table, rows).shape().names()).containsExactly("thousands");
    assertThat(logarithm.fit(WHERE, table, rows).shape().names()).containsExactly("ratio");
  }

  @Test
  void aWildCellIsClipped() {
    TableData table = TableData.ofNumbers(4, List.of("a"), new float[] {0, 1, 2, 1e9f});

    Features features =
        new TablePreprocessing().fit(WHERE, table, new int[] {0, 1, 2}).apply(table);

    assertThat(features.numeric()[3]).isEqualTo(10);
  }

  @Test
  void tiedValuesShareTheMiddleOfTheirRanks() {
    TableData table = TableData.ofNumbers(5, List.of("a"), new float[] {0, 0, 0, 1, 2});

    Features features =
        new TablePreprocessing()
            .withScale(Scale.RANK)
            .fit(WHERE, table, new int[] {0, 1, 2, 3, 4})
            .apply(table);

    assertThat(features.numeric()[0])
        .isCloseTo(-0.67449f, org.assertj.core.api.Assertions.within(1e-4f));
  }

  @Test
  void negativeValuesHaveNoLogarithm() {
    TableData table = TableData.ofNumbers(3, List.of("TP53"), new float[] {1, 2, -4.5f});

    assertThatThrownBy(
            () ->
                new TablePreprocessing()
                    .withScale(Scale.LOG1P)
                    .fit(WHERE, table, new int[] {0, 1, 2}))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            "modalities.rna.preprocessing, column TP53, row 3: log1p needs values of 0 or more;"
                + " found a negative one.")
        .satisfies(
            thrown ->
                assertThat(((FindingsException) thrown).findings().get(0).value())
                    .isEqualTo("-4.5"));
  }

  @Test
  void missingColumnsAreNamedAllAtOnce() {
    TableData train =
        TableData.ofNumbers(3, List.of("TP53", "BRCA1"), new float[] {1, 2, 3, 4, 5, 7});
    FittedTable fitted = new TablePreprocessing().fit(WHERE, train, new int[] {0, 1, 2});
    TableData other = TableData.ofNumbers(1, List.of("TP5"), new float[] {1});

    assertThatThrownBy(() -> fitted.apply(other))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("must have a numeric column 'TP53'; found none of that name; did you")
        .hasMessageContaining("'BRCA1'");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> new TablePreprocessing().withScale(Scale.STANDARD, Scale.LOG1P))
        .hasMessage("scale: expected log1p as the first step, but it is later");
    assertThatThrownBy(
            () -> new TablePreprocessing(Impute.ZERO, Indicators.AUTO, 0.05, List.of(), -1, 1, 0))
        .hasMessage("keep: expected 0 or more, but it is -1");
  }

  @Test
  void whatIsNotKeptLosesItsIndicator() {
    TableData table =
        TableData.ofNumbers(
            4,
            List.of("little", "much", "same"),
            new float[] {1, 10, 6, NAN, NAN, 6, 1.5f, 30, NAN, 1.2f, 20, 6});
    int[] rows = {0, 1, 2, 3};

    assertThat(keep(1, Indicators.AUTO, table, rows)).containsExactly("much", "much?", "same?");
    assertThat(keep(1, Indicators.ALWAYS, table, rows)).containsExactly("much", "much?");
    assertThat(keep(2, Indicators.NEVER, table, rows)).containsExactly("little", "much");
  }

  @Test
  void ofEqualVariancesTheEarlierColumnIsKept() {
    TableData table =
        TableData.ofNumbers(2, List.of("a", "b", "c", "d"), new float[] {0, 0, 0, 0, 1, 4, 4, 4});

    assertThat(keep(2, Indicators.NEVER, table, new int[] {0, 1})).containsExactly("b", "c");
    assertThat(keep(4, Indicators.NEVER, table, new int[] {0, 1}))
        .containsExactly("a", "b", "c", "d");
  }

  private static List<String> keep(int keep, Indicators indicators, TableData table, int[] rows) {
    return new TablePreprocessing(
            Impute.MEDIAN, indicators, 0.05, List.of(Scale.STANDARD), keep, 1, 10)
        .fit(WHERE, table, rows)
        .shape()
        .names();
  }

  @Test
  void aColumnNeverMissingInTrainingHasNoIndicatorEvenAtShareZero() {
    TableData table =
        TableData.ofNumbers(
            3, List.of("whole", "gap", "empty"), new float[] {1, 1, NAN, 2, NAN, NAN, 3, 2, NAN});

    List<String> names =
        new TablePreprocessing(Impute.MEDIAN, Indicators.AUTO, 0, List.of(Scale.NONE), 0, 1, 10)
            .fit(WHERE, table, new int[] {0, 1, 2})
            .shape()
            .names();

    assertThat(names).containsExactly("whole", "gap", "gap?");
  }

  @Test
  void columnsAreFoundByNameWhereverTheyStand() {
    CategoricalColumn stage = new CategoricalColumn("stage", List.of("i", "ii"));
    CategoricalColumn sex = new CategoricalColumn("sex", List.of("f", "m"));
    TableData train =
        new TableData(
            3,
            List.of("age", "dose"),
            new float[] {1, 10, 2, NAN, 3, 30},
            List.of(stage, sex),
            new int[] {0, 1, 1, 0, -1, 1});
    FittedTable fitted =
        new TablePreprocessing(Impute.MEAN, Indicators.AUTO, 0, List.of(Scale.NONE), 0, 1, 0)
            .fit(WHERE, train, new int[] {0, 1, 2});
    TableData other =
        new TableData(
            2,
            List.of("extra", "dose", "age"),
            new float[] {NAN, NAN, 7, 5, 40, NAN},
            List.of(sex, new CategoricalColumn("extra", List.of("z")), stage),
            new int[] {0, 0, 1, -1, 0, 0});

    Features features = fitted.apply(other);

    assertThat(features.shape().names()).containsExactly("age", "dose", "dose?", "stage", "sex");
    assertThat(features.numeric()).containsExactly(7, 20, 1, 2, 40, 0);
    assertThat(features.categories()).containsExactly(2, 1, 1, 0);
  }

  @Test
  void infiniteValuesAreRefused() {
    TableData table =
        TableData.ofNumbers(
            3, List.of("x", "y"), new float[] {1, 1, 2, Float.NEGATIVE_INFINITY, 3, 3});

    assertThatThrownBy(() -> new TablePreprocessing().fit(WHERE, table, new int[] {0, 1, 2}))
        .hasMessage(
            "modalities.rna.preprocessing, column y, row 2: values must be finite;"
                + " found an infinite one.")
        .satisfies(
            thrown ->
                assertThat(((FindingsException) thrown).findings().get(0).value())
                    .isEqualTo("-Infinity"));
    FittedTable fitted = new TablePreprocessing().fit(WHERE, table, new int[] {0, 2});
    assertThatThrownBy(() -> fitted.apply(table)).hasMessageContaining("column y, row 2");
  }

  @Test
  void aZeroHasALogarithm() {
    TableData table = TableData.ofNumbers(2, List.of("count"), new float[] {0, 1});

    Features features =
        new TablePreprocessing()
            .withScale(Scale.LOG1P)
            .fit(WHERE, table, new int[] {0, 1})
            .apply(table);

    assertThat(features.numeric()).containsExactly(0, (float) Math.log(2));
  }

  /** Data of another kind. */
  private record Pictures(int rows) implements ModalityData {
    @Override
    public String describe() {
      return rows + " pictures";
    }
  }

  @Test
  void onlyTablesAreUnderstood() {
    TableData table = TableData.ofNumbers(2, List.of("x"), new float[] {1, 2});
    FittedTable fitted = new TablePreprocessing().fit(WHERE, table, new int[] {0, 1});

    assertThat(new TablePreprocessing().accepts(table)).isTrue();
    assertThat(new TablePreprocessing().accepts(new Pictures(3))).isFalse();
    assertThatThrownBy(() -> new TablePreprocessing().fit(WHERE, new Pictures(3), new int[] {0, 1}))
        .hasMessage("modalities.rna.preprocessing: expected a table, but it is 3 pictures");
    assertThatThrownBy(() -> fitted.apply(new Pictures(3)))
        .hasMessage("modalities.rna.preprocessing: expected a table, but it is 3 pictures");
    assertThatThrownBy(() -> new TablePreprocessing().fit(WHERE, table, new int[0]))
        .hasMessage("modalities.rna.preprocessing: expected at least one training row");
  }

  @Test
  void aStateOfAnotherKindOrWithoutAnEntryIsRefused() {
    TableData table = TableData.ofNumbers(2, List.of("x"), new float[] {1, 2});
    PreprocessingState state = new TablePreprocessing().fit(WHERE, table, new int[] {0, 1}).state();

    assertThatThrownBy(
            () ->
                new TablePreprocessing()
                    .restore(new PreprocessingState("image", state.texts(), state.figures())))
        .hasMessage("expected the state of a 'table' preprocessing, but it is of 'image'");
    assertThatThrownBy(
            () ->
                new TablePreprocessing()
                    .restore(new PreprocessingState("table", Map.of(), state.figures())))
        .hasMessage("state of preprocessing 'table': expected an entry 'where', but there is none");
    assertThatThrownBy(
            () ->
                new TablePreprocessing()
                    .restore(new PreprocessingState("table", state.texts(), Map.of())))
        .hasMessageStartingWith("state of preprocessing 'table': expected an entry '");
  }

  @Test
  void theEndsOfTheOptionsAreAllowed() {
    new TablePreprocessing(Impute.MEDIAN, Indicators.AUTO, 0, List.of(Scale.LOG1P), 0, 1, 0);
    new TablePreprocessing(Impute.MEDIAN, Indicators.AUTO, 1, List.of(), 0, 1, 0);
    assertThatThrownBy(
            () -> new TablePreprocessing(Impute.ZERO, Indicators.AUTO, 1.01, List.of(), 0, 1, 0))
        .hasMessage("indicator_share: expected a share from 0 to 1, but it is 1.01");
    assertThatThrownBy(
            () -> new TablePreprocessing(Impute.ZERO, Indicators.AUTO, -0.1, List.of(), 0, 1, 0))
        .hasMessage("indicator_share: expected a share from 0 to 1, but it is -0.1");
    assertThatThrownBy(
            () -> new TablePreprocessing(Impute.ZERO, Indicators.AUTO, 0, List.of(), 0, 0, 0))
        .hasMessage("minimum_frequency: expected 1 or more, but it is 0");
    assertThatThrownBy(
            () -> new TablePreprocessing(Impute.ZERO, Indicators.AUTO, 0, List.of(), 0, 1, -1))
        .hasMessage("clip: expected 0 or more, but it is -1.0");
  }

  @Test
  @Tag("timing")
  void twentyThousandColumnsTakeAboutASecond() {
    int rows = 1000;
    int width = 20_000;
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[rows * width];
    for (int index = 0; index < values.length; index++) {
      values[index] = random.nextInt(1000) < 20 ? NAN : (float) random.nextDouble();
    }
    List<String> names = IntStream.range(0, width).mapToObj(j -> "g" + j).toList();
    TableData table = TableData.ofNumbers(rows, names, values);

    long start = System.nanoTime();
    Features features =
        new TablePreprocessing().fit(WHERE, table, IntStream.range(0, 800).toArray()).apply(table);
    double seconds = (System.nanoTime() - start) / 1e9;

    assertThat(features.shape().numericWidth()).isEqualTo(width);
    assertThat(seconds).as("seconds, generous for a busy machine").isLessThan(20);
  }

  private static TableData random(int rows, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * width];
    for (int index = 0; index < values.length; index++) {
      values[index] = random.nextDouble() < 0.15 ? NAN : (float) random.nextDouble(0, 9);
    }
    List<String> names = new ArrayList<>();
    for (int j = 0; j < width; j++) {
      names.add("c" + j);
    }
    int[] codes = random.ints(rows, -1, 3).toArray();
    return new TableData(
        rows,
        names,
        values,
        List.of(new CategoricalColumn("level", List.of("x", "y", "z"))),
        codes);
  }

  private static void assertSame(PreprocessingState left, PreprocessingState right) {
    assertThat(left.type()).isEqualTo(right.type());
    assertThat(left.texts()).isEqualTo(right.texts());
    assertThat(left.figures().keySet()).isEqualTo(right.figures().keySet());
    left.figures()
        .forEach((name, figures) -> assertThat(figures).containsExactly(right.figures().get(name)));
  }
}
