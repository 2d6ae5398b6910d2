package org.interfuse.run;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.interfuse.audit.AuditFinding;
import org.interfuse.audit.TransferAudit;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.encoder.transfer.TransferredSpec;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Encodings;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.progress.Progress;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.ModelFormat;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Encoders of one model in the study of other subjects. Seeds 41 and 42. */
final class TransferTest {
  private static final String PLAIN = "model: {width: 8, projection: none}";

  @TempDir private static Path folder;
  private static TransferFolder others;
  private static Path file;

  @TempDir private Path own;

  @BeforeAll
  static void trainOthers() throws IOException {
    others = new TransferFolder(folder.resolve("others"), "o", 41).write();
    file = others.train(TransferFolder.scratch(), PLAIN);
  }

  private TransferFolder subjects() throws IOException {
    return new TransferFolder(own.resolve("own"), "s", 42).write();
  }

  /** The modalities, their encoders taken over from that file. */
  private static String from(Path model, String more) {
    return """
        person: {columns: [age, grade, dose], encoder: {from: MODEL}}
        genes: {path: genes.csv, encoder: {from: MODEL}}
        notes: {source: text, columns: note, encoder: {from: MODEL}}
      """
        .replace("MODEL", model + more);
  }

  private static Map<String, ByteBuffer> encoders(Path model) throws IOException {
    Map<String, ByteBuffer> tensors = new TreeMap<>();
    try (SafetensorsReader reader = ModelArchive.read(model)) {
      for (TensorEntry entry : reader.tensors()) {
        if (entry.name().contains(".encoder.")) {
          tensors.put(entry.name(), reader.read(entry.name()));
        }
      }
    }
    return tensors;
  }

  private static float[][] representation(EncodeRun run, String modality) {
    Encodings part = run.members().get(0).get(0);
    return part.representations().get(part.modalities().indexOf(modality));
  }

  @Test
  void aFrozenEncoderGivesTheBitsOfItsFileAndNeedsItNoMore() throws IOException {
    TransferFolder study = subjects();
    Path copy = Files.copy(file, study.folder().resolve("given.interfuse"));
    Path model =
        study.train(
            from(Path.of("given.interfuse"), ", weights: frozen"),
            "model: {width: 8, projection: none, pretrain: unimodal}");
    Files.delete(copy);

    assertThat(encoders(model)).isNotEmpty().isEqualTo(encoders(file));
    EncodeRun here = study.encode(model);
    EncodeRun there = study.encode(file);
    for (String modality : List.of("person", "genes", "notes")) {
      assertThat(representation(here, modality))
          .as(modality)
          .isDeepEqualTo(representation(there, modality));
    }
    try (TrainedModel trained = ModelFile.read(model)) {
      assertThat(trained.provenance().at("/transferred/genes/of").asString()).isEqualTo("genes");
      assertThat(trained.provenance().at("/transferred/genes/weights").asString())
          .isEqualTo("frozen");
      Study again =
          Study.parse(ResolvedStudy.of(trained.study()).yaml(), "again", SpecCatalog.load());
      assertThat(again).isEqualTo(trained.study());
      NewData data = new NewData(study.folder(), Map.of(), null, Set.of("notes"));
      assertThat(PredictRun.run(trained, data, new Findings(), Progress.SILENT).cohort().size())
          .isEqualTo(48);
    }
    LoadedStudy third =
        new TransferFolder(own.resolve("third"), "t", 44).write().load(from(model, ""), PLAIN);
    assertThat(third.takenOver()).extracting(TakenOver::subjects).containsOnly(48);
  }

  @Test
  void fromScratchIsTheEncoderAsIfItWereWrittenHere() throws IOException {
    TransferFolder study = subjects();
    LoadedStudy taken = study.load(from(file, ", weights: scratch"), PLAIN);
    LoadedStudy written = study.load(TransferFolder.scratch(), PLAIN);

    assertThat(taken.study().model().encoders()).isEqualTo(written.study().model().encoders());
    assertThat(taken.takenOver()).isEmpty();

    LoadedStudy varied =
        study.load(
            from(file, ", weights: frozen"),
            PLAIN
                + """

                comparison:
                  vary: {modalities.genes.encoder.weights: [frozen, fine-tuned, scratch]}
                  candidates: [{strategy: unimodal, modality: genes}]
                """);
    assertThat(varied.study().comparison().candidates())
        .filteredOn(one -> one instanceof NetworkCandidate)
        .extracting(one -> ((NetworkCandidate) one).model().encoders().get(1).encoder())
        .extracting(one -> one instanceof TransferredSpec own ? own.weights() : one.type())
        .contains("frozen", "fine-tuned", "wide");
  }

  @Test
  void aFineTunedEncoderStartsThereAndMoves() throws IOException {
    TransferFolder study = subjects();
    Path model = study.train(from(file, ""), "model: {width: 8}");

    Map<String, ByteBuffer> before = encoders(file);
    Map<String, ByteBuffer> after = encoders(model);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    List<String> moved = new ArrayList<>();
    after.forEach(
        (name, values) -> {
          if (!values.equals(before.get(name))) {
            moved.add(name);
          }
        });
    assertThat(moved)
        .contains("part.network.encoder.person.layers.0.weight")
        .anyMatch(name -> name.startsWith("part.network.encoder.genes."))
        .anyMatch(name -> name.startsWith("part.network.encoder.notes."));
  }

  @Test
  void nothingIsFittedOnRowsHere() throws IOException {
    LoadedStudy loaded = subjects().load(from(file, ""), PLAIN);
    List<PreprocessingSpec> specs = loaded.protocol(1).preprocessing(loaded.study().model());
    int[] few = {0, 1, 2};
    int[] many = loaded.split().folds().get(0).train();
    List<FittedPreprocessing> fitted =
        PreparedCohort.fit(loaded.cohort(), specs, few, "modalities").preprocessing();
    List<FittedPreprocessing> others =
        PreparedCohort.fit(loaded.cohort(), specs, many, "modalities").preprocessing();
    try (TrainedModel given = ModelFile.read(file)) {
      for (int m = 0; m < 3; m++) {
        FittedPreprocessing theirs = given.preprocessing().preprocessing().get(m);
        assertThat(fitted.get(m).shape().names()).isEqualTo(theirs.shape().names());
        for (FittedPreprocessing one : List.of(fitted.get(m), others.get(m))) {
          assertThat(one.state().figures().keySet()).isEqualTo(theirs.state().figures().keySet());
          one.state()
              .figures()
              .forEach(
                  (key, values) ->
                      assertThat(values).as(key).isEqualTo(theirs.state().figures().get(key)));
          assertThat(one.state().bytes().keySet()).isEqualTo(theirs.state().bytes().keySet());
          one.state()
              .bytes()
              .forEach(
                  (key, values) ->
                      assertThat(values).as(key).isEqualTo(theirs.state().bytes().get(key)));
        }
      }
    }
    assertThat(loaded.preprocessing()).as("of baselines").doesNotContainAnyElementsOf(specs);
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    TransferFolder study = subjects();
    assertThat(mistakes(study, "person: {columns: [dose], encoder: {from: %s}}", ""))
        .containsExactly(
            "modalities.person.encoder: the modality must have the 2 columns that the encoder of"
                + " FILE reads; found 2 absent: age, grade.");
    assertThat(
            mistakes(
                study,
                "person: {columns: [age, grade], categorical: age, encoder: {from: %s}}",
                ""))
        .containsExactly(
            "modalities.person.encoder: columns must be of the kind that the encoder of FILE reads;"
                + " found categories here and numbers there: age; name them beside the modality's"
                + " path: numeric.");
    assertThat(mistakes(study, "words: {columns: [age], encoder: {from: %s, modality: notes}}", ""))
        .containsExactly(
            "study.yaml:7 modalities.words.encoder.from: expected an encoder that reads tables, which"
                + " source table gives; found bag-of-embeddings, which reads texts; one of identity,"
                + " linear, mlp, wide.");
  }

  /** As a study is written out with every default, and then changed by hand. */
  @Test
  void parametersOfAnotherShapeAreNamed() throws IOException {
    String recorded =
        "person: {columns: [age, grade], encoder: {type: mlp, widths: [9], normalise: false,"
            + " preprocessing: table, from: %s, sha256: SHA}}";
    String sha256;
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      sha256 = ModelFormat.sha256(reader);
    }
    recorded = recorded.replace("SHA", sha256);
    assertThat(mistakes(subjects(), recorded, ""))
        .containsExactly(
            "modalities.person.encoder: model.interfuse must hold the parameters of this encoder, by"
                + " name and shape; found layers.0.weight of shape [8, 5] instead of [9, 5];"
                + " layers.0.bias of shape [8] instead of [9]; norms.0.weight, of which the encoder"
                + " knows nothing; norms.0.bias, of which the encoder knows nothing.");
    for (String more : List.of("type: mlp", "type: mlp, sha256: SHA")) {
      String one = "person: {columns: [age, grade], encoder: {from: %s, " + more + "}}";
      assertThat(mistakes(subjects(), one.replace("SHA", sha256), ""))
          .containsExactly(
              "study.yaml:7 modalities.person.encoder.type: the encoder and its options are those of"
                  + " the file in from; found 'type'; keys beside from: modality, weights,"
                  + " learning_rate, sha256.");
    }
    assertThat(mistakes(subjects(), "person: {columns: age, encoder: {from: %s, sha256: 00}}", ""))
        .singleElement(as(InstanceOfAssertFactories.STRING))
        .startsWith(
            "study.yaml:7 modalities.person.encoder.sha256: expected the SHA-256 that the file has;"
                + " found '00' of a file with '");
  }

  private static List<String> mistakes(TransferFolder study, String modality, String more) {
    try {
      study.load(modality.formatted(file), more);
      return List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (FindingsException e) {
      return e.findings().stream()
          .map(finding -> finding.message().replace(file.toString(), "FILE"))
          .toList();
    }
  }

  @Test
  void mistakesInTheStudyAreToldWithTheirLine() throws IOException {
    TransferFolder study = subjects();
    Files.writeString(study.folder().resolve("text.interfuse"), "text");
    assertThat(
            mistakes(
                study,
                """
                person: {columns: age, encoder: {from: missing.interfuse}}
                genes: {path: genes.csv, encoder: {from: text.interfuse}}
                notes: {source: text, columns: note, encoder: {from: %1$s, type: mlp, weights: cold}}
                other: {columns: age, encoder: {from: %1$s}}
                more: {columns: dose, encoder: {from: %1$s, modality: gene}}
                rest: {columns: dose, encoder: {from: %1$s, modality: person, weights: frozen, \
                learning_rate: 0.1}}
                """,
                ""))
        .containsExactly(
            "study.yaml:7 modalities.person.encoder.from: expected a model file; found"
                + " 'missing.interfuse': it must be a file, not nothing.",
            "study.yaml:8 modalities.genes.encoder.from: expected a model file; found"
                + " 'text.interfuse': it must begin with the length of its header, 8 bytes, not 4 bytes in"
                + " all.",
            "study.yaml:9 modalities.notes.encoder.weights: expected a choice; found 'cold'; choices:"
                + " frozen, fine-tuned, scratch.",
            "study.yaml:10 modalities.other.encoder.from: expected modality: NAME beside from, where"
                + " the file has none of the same name; found no 'other' in 'FILE'; one of person,"
                + " genes, notes.",
            "study.yaml:11 modalities.more.encoder.modality: expected the name of a modality of that"
                + " file; found 'gene'; did you mean genes? known: person, genes, notes.",
            "study.yaml:12 modalities.rest.encoder.learning_rate: expected only with weights:"
                + " fine-tuned or scratch; found weights: frozen.");
    assertThat(mistakes(study, "person: {columns: age, encoder: {from: %s, dropout: 0.1}}", ""))
        .containsExactly(
            "study.yaml:7 modalities.person.encoder.dropout: the encoder and its options are those of"
                + " the file in from; found 'dropout'; keys beside from: modality, weights,"
                + " learning_rate, sha256.");
  }

  @Test
  void notesSayWhatIsNotHeeded() throws IOException {
    LoadedStudy loaded =
        subjects()
            .load(
                "person: {columns: [age, grade, dose], preprocessing: {scale: [rank]}, encoder: {from: %s}}"
                    .formatted(file),
                "");
    assertThat(loaded.warnings())
        .extracting(finding -> finding.message().replace(file.toString(), "FILE"))
        .contains(
            "study.yaml:7 modalities.person.preprocessing: the encoder of FILE is given what that"
                + " file's own preprocessing makes, with scale: [standard]; this is for baselines and"
                + " other encoders.",
            "modalities.person.encoder: the encoder of FILE reads the columns that it was trained on,"
                + " no others; found 1 that it does not read: dose.",
            "modalities.person.encoder: held-out subjects must be new to an encoder; found FILE,"
                + " trained on 48 subjects; whether some are held out here cannot be known.");
    List<AuditFinding> audited = new TransferAudit().run(loaded.auditInput());
    assertThat(audited)
        .extracting(AuditFinding::severity)
        .containsExactly(AuditFinding.Severity.NOTE);
  }

  @Test
  void anEncoderThatHasSeenTheSubjectsIsALeak() throws IOException {
    LoadedStudy loaded = others.load(from(file, ""), PLAIN);
    assertThat(loaded.takenOver()).hasSize(3).allMatch(TakenOver::same);
    assertThat(new TransferAudit().run(loaded.auditInput()))
        .hasSize(3)
        .allMatch(finding -> finding.severity() == AuditFinding.Severity.LEAK);
  }

  /** Trained on these subjects, then on others, then on others again: the first have been seen. */
  @Test
  void anEncoderThatHasSeenTheSubjectsBeforeItsFileIsALeak() throws IOException {
    Path second = subjects().train(from(file, ""), PLAIN);
    TransferFolder others3 = new TransferFolder(own.resolve("third"), "t", 44).write();
    Path third = others3.train(from(second, ", weights: frozen"), PLAIN);

    for (Path last : List.of(second, third)) {
      LoadedStudy loaded = others.load(from(last, ""), PLAIN);
      assertThat(loaded.takenOver()).hasSize(3).allMatch(TakenOver::same);
      assertThat(new TransferAudit().run(loaded.auditInput()))
          .hasSize(3)
          .allMatch(finding -> finding.severity() == AuditFinding.Severity.LEAK)
          .extracting(AuditFinding::found)
          .containsOnly(
              "%s has it from %s, which was trained on the subjects of this study"
                  .formatted(last, file));
    }
    LoadedStudy fourth =
        new TransferFolder(own.resolve("fourth"), "u", 45)
            .write()
            .load(from(third, ""), PLAIN + "\ncomparison: {candidates: [{fusion: concat}]}");
    assertThat(new TransferAudit().run(fourth.auditInput()))
        .hasSize(3)
        .allMatch(finding -> finding.severity() == AuditFinding.Severity.NOTE);
    assertThat(fourth.takenOver())
        .extracting(TakenOver::said)
        .containsOnly(
            ("%s, trained on 48 subjects, which has it from %s, trained on 48 subjects, which has it"
                    + " from %s, trained on 48 subjects; whether some are held out here cannot be known")
                .formatted(third, second, file));
    try (TrainedModel trained = ModelFile.read(third)) {
      JsonNode before = trained.provenance().at("/transferred/genes/before");
      assertThat(before).hasSize(1);
      assertThat(before.at("/0/from").asString()).isEqualTo(file.toString());
      assertThat(before.at("/0/subjects_sha256").asString()).hasSize(64);
    }
    Path run = own.resolve("compared");
    try (RunFolder out = RunFolder.create(run)) {
      CompareRun.run(fourth, 1, 1, out, Progress.SILENT);
    }
    assertThat(Files.readString(run.resolve(ReportRun.FILE)))
        .contains("before it", "%s (subjects: 48), %s (subjects: 48)".formatted(second, file));
  }

  @Test
  void subjectsInAnotherOrderAreTheSameSubjects(@TempDir Path folder) throws IOException {
    TransferFolder turned = new TransferFolder(folder, "o", 41).write();
    Path table = folder.resolve("table.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(table));
    Collections.reverse(lines.subList(1, lines.size()));
    Files.write(table, lines);

    LoadedStudy loaded = turned.load(from(file, ""), PLAIN);

    assertThat(new TransferAudit().run(loaded.auditInput()))
        .hasSize(3)
        .allMatch(finding -> finding.severity() == AuditFinding.Severity.LEAK);
  }

  @Test
  void candidatesMayTakeOverOrNotAndTheReportSaysWhatCameFromWhere() throws IOException {
    TransferFolder study = subjects();
    Path copy = Files.copy(file, study.folder().resolve("given.interfuse"));
    String modalities = from(Path.of("given.interfuse"), "");
    String comparison =
        """
        model: {width: 8}
        comparison:
          primary: kept
          value: none
          candidates:
            - {baseline: linear}
            - {strategy: late}
            - {name: kept, with: {modalities.notes.encoder.weights: frozen}}
            - {name: fresh, with: {modalities.notes.encoder: bag-of-embeddings}}
            - {name: tuned, strategy: unimodal, modality: genes}
        """;
    LoadedStudy loaded = study.load(modalities, comparison);
    assertThat(loaded.takenOver()).hasSize(4);
    assertThat(loaded.takenOverByModel()).hasSize(3).noneMatch(taken -> taken.spec().frozen());
    Path run = own.resolve("run");
    try (RunFolder out = RunFolder.create(run)) {
      CompareRun compared = CompareRun.run(loaded, 1, 1, out, Progress.SILENT);
      compared
          .result()
          .candidates()
          .forEach(candidate -> assertThat(candidate.failures()).as(candidate.name()).isEmpty());
    }
    Study again = Study.parse(ResolvedStudy.of(loaded.study()).yaml(), "again", SpecCatalog.load());
    assertThat(again).isEqualTo(loaded.study());
    assertThat(Files.readString(run.resolve(ReportRun.FILE)))
        .contains("What came from where", "given.interfuse", "fine-tuned", "frozen");

    try (TrainedModel given = ModelFile.read(file)) {
      ModelFile.write(copy, withAnotherSummary(given));
    }
    try (RunFolder out = RunFolder.create(run, true, java.time.Duration.ZERO)) {
      LoadedStudy changed = study.load(modalities, comparison);
      assertThatThrownBy(() -> CompareRun.run(changed, 1, 1, out, Progress.SILENT))
          .isInstanceOf(FindingsException.class)
          .hasMessageContaining("study.modalities.genes.encoder.sha256: ");
    }
    assertThatThrownBy(() -> loaded.takenOver().get(0).spec().numbers())
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("an encoder is taken over from the file with SHA-256 ");
  }

  private static TrainedModel withAnotherSummary(TrainedModel model) {
    return new TrainedModel(
        model.study(),
        model.preprocessing(),
        model.network(),
        model.targets(),
        Json.object().put("another", true),
        model.provenance());
  }

  @Test
  void ofSeveralNetworksTheFirstIsTaken() throws IOException {
    TransferFolder several = new TransferFolder(own.resolve("several"), "e", 43).write();
    Path model =
        several.train(
            TransferFolder.scratch(), "model: {strategy: late, width: 8, combiner: mean}", 2);
    try (SafetensorsReader reader = ModelArchive.read(model)) {
      assertThat(reader.metadata()).containsEntry("version", ModelFormat.ENSEMBLE_VERSION);
    }
    LoadedStudy loaded = subjects().load(from(model, ""), PLAIN);
    assertThat(loaded.takenOver()).extracting(TakenOver::numbers).doesNotContain(0L);
  }
}
