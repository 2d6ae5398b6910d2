package org.interfuse.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.Margin;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Refits;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.Strategy;
import org.interfuse.source.IdSpec;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TargetSpec;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyTest {
  private static final String HEAD =
      """
      interfuse: 1
      cohort: {table: c.csv, target: {type: classification, column: y}}
      modalities: {a: {path: a.csv}, b: {path: b.csv}}
      """;

  private static Study good(String name) {
    return Study.read(Resources.good(name), TestSpecs.catalog()).study();
  }

  private static Study parse(String more) {
    return Study.parse(HEAD + more, "study.yaml", TestSpecs.catalog());
  }

  private static NetworkCandidate network(Study study, String name) {
    return (NetworkCandidate) study.comparison().candidate(name);
  }

  private static List<String> names(Study study) {
    return study.comparison().candidates().stream().map(CandidateSpec::name).toList();
  }

  @Test
  @DisplayName("ten lines are enough, and every default is filled in")
  void readsTenLines() {
    Study study = good("ten-lines.yaml");
    assertThat(study.name()).isEqualTo("adrenocortical");
    assertThat(study.cohort().table()).containsExactly("clinical.csv");
    assertThat(study.cohort().id()).isEqualTo(new IdSpec("patientID", 0, false));
    assertThat(study.cohort().targets())
        .containsExactly(
            java.util.Map.entry(
                "target",
                new TargetSpec.Survival(
                    List.of("days_to_death", "days_to_last_followup"),
                    "vital_status",
                    List.of("1"),
                    1)));
    assertThat(study.modalities())
        .extracting(StudyModality::name, StudyModality::source)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "clinical",
                new TestSpecs.Table(
                    List.of(),
                    List.of("years_to_birth", "gender", "pathologic_stage"),
                    new IdSpec(),
                    RowPolicy.ONE,
                    new TableFormat())),
            org.assertj.core.groups.Tuple.tuple(
                "rna",
                new TestSpecs.Table(
                    List.of("RNASeq2GeneNorm.csv"),
                    List.of(),
                    new IdSpec(),
                    RowPolicy.ONE,
                    new TableFormat())));
    assertThat(study.model().strategy()).isEqualTo(Strategy.INTERMEDIATE);
    assertThat(study.model().fusion()).isEqualTo(new TestSpecs.Gated());
    assertThat(study.model().heads()).containsEntry("target", new TestSpecs.Cox());
    assertThat(study.training()).isEqualTo(new TrainingSpec());
    assertThat(study.split()).isEqualTo(new SplitSpec.Folds());
    assertThat(study.comparison().primary()).isEqualTo("gated");
    assertThat(names(study))
        .containsExactly(
            "Kaplan–Meier",
            "presence",
            "linear (early)",
            "linear (late)",
            "unimodal clinical",
            "unimodal rna",
            "early",
            "late",
            "concat",
            "mean",
            "gated");
  }

  @Test
  @DisplayName("early has an encoder of its own, whatever the modalities' encoders are")
  void readsTheEncoderOfEarly() {
    assertThat(parse("").model().early()).isEqualTo(new TestSpecs.Mlp());
    Study study =
        parse(
            """
            model: {early: {type: linear}}
            comparison: {seeds: 3, candidates: [{strategy: early, with: {model.early: mlp}}]}
            """);
    assertThat(study.model().early()).isEqualTo(new TestSpecs.Linear());
    NetworkCandidate early =
        (NetworkCandidate)
            study.comparison().candidates().stream()
                .filter(c -> ((NetworkCandidate) c).model().strategy() == Strategy.EARLY)
                .findFirst()
                .orElseThrow();
    assertThat(early.model().early()).isEqualTo(new TestSpecs.Mlp());
    assertThat(study.comparison().seeds()).isEqualTo(3);
    assertThat(parse("").comparison().seeds()).isEqualTo(1);
    assertThat(Study.parse(ResolvedStudy.of(study).yaml(), "resolved.yaml", TestSpecs.catalog()))
        .isEqualTo(study);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> parse("comparison: {seeds: 0}"))
        .hasMessageContaining("comparison.seeds: expected 1 or more; found 0");
  }

  /** What is registered, with the options of these tests for names that nobody has taken. */
  private static SpecCatalog registered() {
    SpecCatalog registered = SpecCatalog.load();
    List<Object> all = new ArrayList<>();
    for (SpecCatalog.Kind<?> kind : SpecCatalog.KINDS) {
      all.addAll(registered.all(kind));
      for (Object spec : TestSpecs.catalog().all(kind)) {
        if (registered.find(kind, SpecCatalog.nameOf(kind, spec)).isEmpty()) {
          all.add(spec);
        }
      }
    }
    return SpecCatalog.of(all);
  }

  @Test
  @DisplayName("ten lines are read with the registered operators, and come back the same")
  void readsTenLinesWithTheRegistered() {
    SpecCatalog catalog = registered();
    Study study = Study.read(Resources.good("ten-lines.yaml"), catalog).study();
    String text = ResolvedStudy.of(study).yaml();
    assertThat(Study.parse(text, "again", catalog)).isEqualTo(study);
    assertThat(new SchemaCheck(StudySchema.of(catalog)).valid(ResolvedStudy.of(study).json()))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ten-lines.yaml", "full.yaml", "one-modality.yaml"})
  @DisplayName("a resolved study reads as the same study, as YAML and as JSON")
  void comesBack(String name) {
    Study study = good(name);
    ResolvedStudy resolved = ResolvedStudy.of(study);
    SpecCatalog catalog = TestSpecs.catalog();
    assertThat(Study.parse(resolved.yaml(), "yaml", catalog)).isEqualTo(study);
    assertThat(Study.parse(resolved.json().toString(), "json", catalog)).isEqualTo(study);
    assertThat(ResolvedStudy.of(Study.parse(resolved.yaml(), "yaml", catalog)).yaml())
        .isEqualTo(resolved.yaml());
  }

  @Test
  @DisplayName("numbers, texts and shorthands are read by what the option asks for")
  void readsValuesByType() {
    Study study = good("full.yaml");
    assertThat(study.strict()).isTrue();
    assertThat(study.cohort().id()).isEqualTo(new IdSpec("1", 12, false));
    assertThat(study.cohort().format())
        .isEqualTo(new TableFormat(false, ";", List.of("-1", "999", "NULL")));
    assertThat(study.cohort().targets().get("alive"))
        .isEqualTo(
            new TargetSpec.Survival(List.of("months"), "dead", List.of("1", "yes", "true"), 1));
    assertThat(((TestSpecs.Table) study.modalities().get(1).source()).id())
        .isEqualTo(new IdSpec(null, 0, true));
    assertThat(study.modalities().get(1).preprocessing())
        .isEqualTo(
            new TestSpecs.TablePreprocessing(
                List.of(TestSpecs.Scale.LOG1P, TestSpecs.Scale.STANDARD), 200, 1e-3));
    assertThat(study.model().encoders())
        .containsExactly(
            new ModalityEncoder("clinical", new TestSpecs.Mlp(), null),
            new ModalityEncoder("rna", new TestSpecs.Mlp(List.of(64, 32), 0.1, null), 1e-4),
            new ModalityEncoder("notes", new TestSpecs.Minilm(TestSpecs.Weights.FINE_TUNED), null),
            new ModalityEncoder("scan", new TestSpecs.Linear(), null));
    assertThat(study.training().epochs()).isEqualTo(100);
    assertThat(study.training().seed()).isEqualTo(16);
    assertThat(study.split()).isEqualTo(new SplitSpec.Before("date", "2015-01-31", "family"));
    assertThat(study.cohort().indexTime()).isEqualTo("seen");
    assertThat(study.attributes()).containsExactly("date", "family", "seen", "hospital", "scanner");
    assertThat(study.model().targetWeights()).containsEntry("C1A.C1B", 2.0);
    assertThat(study.model().heads())
        .containsEntry("alive", new TestSpecs.Hazards(List.of(64), 4))
        .containsEntry("labels", new TestSpecs.Multilabel(List.of(16), 0.1));
  }

  @Test
  @DisplayName("candidates change the study's model, and nothing else of it")
  void readsCandidates() {
    Study study = good("full.yaml");
    assertThat(names(study))
        .containsExactly(
            "prevalence",
            "linear (late)",
            "plain",
            "own",
            "gated (tied)",
            "gated (not tied)",
            "early",
            "late (width 8, learning rate 1e-2)",
            "unimodal rna",
            "tuned",
            "retyped");
    assertThat(((BaselineCandidate) study.comparison().candidate("linear (late)")).baseline())
        .isEqualTo(new TestSpecs.LinearBaseline(TestSpecs.Merge.LATE));
    assertThat(network(study, "own").model()).isEqualTo(study.model());
    assertThat(network(study, "early").model().strategy()).isEqualTo(Strategy.EARLY);
    NetworkCandidate late = network(study, "late (width 8, learning rate 1e-2)");
    assertThat(late.model().width()).isEqualTo(8);
    assertThat(late.training().learningRate()).isEqualTo(1e-2);
    assertThat(late.training().epochs()).isEqualTo(study.training().epochs());
    assertThat(network(study, "unimodal rna").model().modality()).isEqualTo("rna");
    NetworkCandidate tuned = network(study, "tuned");
    assertThat(tuned.model().fusion()).isEqualTo(new TestSpecs.CrossAttention(8));
    assertThat(tuned.model().encoders())
        .extracting(ModalityEncoder::encoder)
        .containsExactly(
            new TestSpecs.Mlp(List.of(7), 0.1, null),
            new TestSpecs.Mlp(List.of(64, 32), 0.1, null),
            new TestSpecs.Minilm(TestSpecs.Weights.FROZEN),
            new TestSpecs.Linear(5));
    assertThat(tuned.model().heads().get("C1A.C1B"))
        .isEqualTo(new TestSpecs.Classification(List.of(64), 0.5, 0));
    NetworkCandidate retyped = network(study, "retyped");
    assertThat(retyped.model().encoders().get(1).encoder()).isEqualTo(new TestSpecs.Linear());
    assertThat(retyped.model().fusion()).isEqualTo(new TestSpecs.Mean());
  }

  @Test
  @DisplayName("an operator keeps the study's options if it is the study's own")
  void keepsOptionsOfTheSameOperator() {
    Study study =
        parse(
            """
            model: {fusion: {type: gated, tied: true}}
            comparison: {candidates: [{fusion: gated}, {fusion: mean}]}
            """);
    assertThat(network(study, "gated").model()).isEqualTo(study.model());
    assertThat(study.comparison().primary()).isEqualTo("gated");
  }

  @Test
  @DisplayName("the study's own model joins the candidates unless a primary one is named")
  void addsItsOwnModel() {
    assertThat(names(parse("comparison: {candidates: [{fusion: mean}]}")))
        .containsExactly("gated", "mean");
    Study named = parse("comparison: {primary: mean, candidates: [{fusion: mean}]}");
    assertThat(names(named)).containsExactly("mean");
    assertThat(named.comparison().margin()).isEqualTo(new Margin(0.02, false));
    assertThat(named.comparison().primaryWritten()).isTrue();
    assertThat(parse("").comparison().primaryWritten()).isFalse();
  }

  @Test
  @DisplayName(
      "a study written out says which defaults nobody chose, and is read as the same study")
  void remembersWhatNobodyChose() {
    String silent = ResolvedStudy.of(parse("")).yaml();
    assertThat(silent).contains("margin: 0.02", "defaulted:");
    assertThat(Study.parse(silent, "again", TestSpecs.catalog())).isEqualTo(parse(""));

    Study said = parse("comparison: {primary: mean, margin: 0.02, candidates: [{fusion: mean}]}");
    assertThat(said.comparison().margin()).isEqualTo(Margin.written(0.02));
    assertThat(ResolvedStudy.of(said).yaml()).doesNotContain("defaulted");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> parse("comparison: {defaulted: [seeds]}"))
        .hasMessageContaining("seeds")
        .hasMessageContaining("margin");
  }

  @Test
  @DisplayName("a common head is the start of a target's own")
  void startsFromTheCommonHead() {
    Study study =
        parse(
            """
            model: {head: {widths: 16}}
            comparison: {candidates: [{name: x, with: {model.heads.y.dropout: 0.5}}]}
            """);
    assertThat(network(study, "x").model().heads())
        .containsEntry("y", new TestSpecs.Classification(List.of(16), 0.5, 0));
  }

  @Test
  void notesThatOneModalityHasNothingToFuse() {
    StudyFile file = Study.read(Resources.good("one-modality.yaml"), TestSpecs.catalog());
    assertThat(file.study().model().strategy()).isEqualTo(Strategy.UNIMODAL);
    assertThat(file.study().model().modality()).isEqualTo("clinical");
    assertThat(file.study().name()).isEqualTo("good");
    assertThat(names(file.study()))
        .containsExactly("prevalence", "linear (early)", "unimodal clinical");
    assertThat(file.notes())
        .singleElement()
        .hasToString(
            "one-modality.yaml:1 model.strategy: the study has one modality, so there is nothing"
                + " to fuse: strategy is unimodal.");
    assertThat(file.tree().at("/cohort/target/column").asString()).isEqualTo("class");
    assertThat(file.folder().getFileName()).hasToString("good");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{folds: 3, repeats: 2, group: site} | Folds[folds=3, repeats=2, group=site]",
        "{repeats: 3}                        | Folds[folds=5, repeats=3, group=null]",
        "{column: part}                      | Column[column=part, group=null]",
        "{column: part, group: family}       | Column[column=part, group=family]",
        "{column: part, group: }             | Column[column=part, group=null]",
        "{files: 's_*.csv'}                  | Files[files=s_*.csv, group=null]",
        "{files: {train: a, test: b}}        | TrainTest[train=a, test=b, group=null]",
        "{train: a, test: b, group: family}  | TrainTest[train=a, test=b, group=family]",
        "{leave-out: site}                   | LeaveOut[column=site]",
        "{leave_out: site}                   | LeaveOut[column=site]",
        "{before: 2015, column: year}        | Before[column=year, before=2015, group=null]",
      })
  void readsEveryFormOfSplit(String written, String expected) {
    assertThat(parse("split: " + written).split()).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"1e-3,0.001", "1.5E+2,150", ".5,0.5", "0x10,16", "+3,3", "2.,2"})
  @DisplayName("numbers are those of YAML 1.2, with or without a point")
  void readsNumbers(String written, double expected) {
    assertThat(parse("training: {weight_decay: " + written + "}").training().weightDecay())
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("anchors of YAML spare repetition")
  void readsAnchors() {
    Study study =
        Study.parse(
            """
            interfuse: 1
            cohort: {table: c.csv, target: {type: regression, column: y}}
            modalities:
              a: {path: a.csv, encoder: &small {widths: [4]}}
              b: {path: b.csv, encoder: *small}
            """,
            "study.yaml",
            TestSpecs.catalog());
    assertThat(study.model().encoders().get(1).encoder())
        .isEqualTo(new TestSpecs.Mlp(List.of(4), 0.1, null));
  }

  @Test
  @DisplayName("the primary and the linear model that merges late are examined unless others are")
  void readsWhatIsAskedAboutMissingModalities() {
    Study standard = Study.parse(HEAD, "study.yaml", SpecCatalog.load());
    assertThat(standard.comparison().examine()).containsExactly("gated", "linear (late)");
    assertThat(standard.comparison().value()).isEqualTo(Refits.EACH);
    assertThat(standard.deployment()).isEqualTo(Deployment.UNKNOWN);

    Study asked =
        parse(
            """
            comparison:
              candidates: [{fusion: mean}, {baseline: linear, merge: late}]
              primary: linear (late)
              examine: mean
              value: subsets
            deployment: {available: {b: 0.25, a: 1}, owners: {a: laboratory}, latency-ms: 50, memory-mb: 12.5}
            """);
    assertThat(asked.comparison().examine()).containsExactly("mean");
    assertThat(asked.comparison().value()).isEqualTo(Refits.SUBSETS);
    assertThat(asked.deployment().available()).containsEntry("b", 0.25).containsEntry("a", 1.0);
    assertThat(asked.deployment().owners()).containsOnly(Map.entry("a", "laboratory"));
    assertThat(asked.deployment().latencyMs()).isEqualTo(50);
    assertThat(asked.deployment().memoryMb()).isEqualTo(12.5);
    assertThat(Study.parse(ResolvedStudy.of(asked).yaml(), "again", TestSpecs.catalog()))
        .isEqualTo(asked);

    Study none = parse("comparison: {examine: [], value: none}\n");
    assertThat(none.comparison().examine()).isEmpty();
    assertThat(none.comparison().value()).isEqualTo(Refits.NONE);
    String late = "comparison: {primary: linear (late)}\n";
    Study linear = Study.parse(HEAD + late, "study.yaml", SpecCatalog.load());
    assertThat(linear.comparison().examine()).containsExactly("linear (late)");
    Study one = good("one-modality.yaml");
    assertThat(one.comparison().examine()).isEmpty();
    assertThat(one.comparison().value()).isEqualTo(Refits.NONE);
  }
}
