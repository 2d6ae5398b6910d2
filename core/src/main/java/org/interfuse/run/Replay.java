package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.Study;
import org.interfuse.study.StudyFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A run that is trained again from its {@code provenance.json}: refused where program, study or
 * data differ, and judged by its bits in the end.
 *
 * <p>A difference that need not change a bit is a warning, because the end tells: the Java machine,
 * the operating system and the processor's instructions.
 */
public final class Replay {
  private static final List<String> OF_THE_MACHINE = List.of("java", "system", "processor");
  private static final String RULE = "--replay repeats only the same program, study and data";

  private final Path file;
  private final String text;
  private final JsonNode tree;

  private Replay(Path file, String text, JsonNode tree) {
    this.file = file;
    this.text = text;
    this.tree = tree;
  }

  /**
   * Reads the provenance of a run.
   *
   * @throws FindingsException if it is no such file, or not one of {@code train}
   */
  public static Replay read(Path file) {
    try {
      String text = Files.readString(file);
      JsonNode tree = Json.MAPPER.readTree(text);
      if (!tree.path(Provenance.STUDY).isObject() || !tree.path(Provenance.SEEDS).isInt()) {
        throw unreadable(file, "none of a run of this program");
      }
      requireTrain(file, tree.path(Provenance.VERB).asString(TrainRun.VERB));
      return new Replay(file, text, tree);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no file");
    } catch (IOException e) {
      throw unreadable(file, "a file that cannot be read");
    } catch (JacksonException e) {
      throw unreadable(file, "no JSON");
    }
  }

  private static void requireTrain(Path file, String verb) {
    if (!verb.equals(TrainRun.VERB)) {
      throw new FindingsException(
          Finding.of(
              "--replay " + file,
              "expected the provenance.json of 'train'",
              "one of '%s'".formatted(verb)));
    }
  }

  private static FindingsException unreadable(Path file, String found) {
    return new FindingsException(
        Finding.of("--replay " + file, "expected the provenance.json of a run", found));
  }

  /**
   * The study that was trained.
   *
   * @param data the folder that its relative paths are relative to
   */
  public StudyFile study(Path data) {
    JsonNode recorded = tree.path(Provenance.STUDY);
    Study study = Study.parse(recorded.toString(), file.toString(), data, SpecCatalog.load());
    return new StudyFile(data.resolve("study.yaml"), study, recorded, List.of());
  }

  /** Networks fitted on each fold. */
  public int seeds() {
    return tree.path(Provenance.SEEDS).asInt();
  }

  /**
   * Compares what was recorded with what there is now, before anything is fitted.
   *
   * @return warnings: of differences that need not change a bit, and of a run that did not end
   * @throws FindingsException with every line that differs otherwise
   */
  public List<Finding> require(LoadedStudy loaded, int seeds) {
    String now = Json.text(Provenance.of(TrainRun.VERB, loaded, loaded.repetitions(seeds)));
    List<Finding> errors = new ArrayList<>();
    List<Finding> warnings = new ArrayList<>();
    for (ProvenanceDifference difference : ProvenanceDifference.between(text, now)) {
      if (OF_THE_MACHINE.stream().anyMatch(difference::isIn)) {
        warnings.add(
            difference.finding(
                file.toString(), "another machine need not give the same bits", List.of()));
      } else {
        errors.add(difference.finding(file.toString(), RULE, List.of()));
      }
    }
    if (!errors.isEmpty()) {
      throw new FindingsException(errors);
    }
    if (!hasResult()) {
      warnings.add(
          Finding.of(
              file.toString(),
              "a run that was complete states its result, to compare bits with",
              "a run that stopped before its end",
              List.of("it is trained, and compared with nothing")));
    }
    return warnings;
  }

  /**
   * Refuses the folder whose run is repeated: its files would be gone.
   *
   * @throws FindingsException if it is that folder
   */
  public void requireOther(Path folder) {
    Path own = file.toAbsolutePath().normalize().getParent();
    if (folder.toAbsolutePath().normalize().equals(own)) {
      throw new FindingsException(
          Finding.of(
              "-o " + folder,
              "a run is repeated in another folder than its own",
              "the folder of " + file));
    }
  }

  /** Whether the recorded run was complete, so that its bits are known. */
  public boolean hasResult() {
    return tree.path(ProvenanceDifference.RESULT).isObject();
  }

  /** What the repeated run's bits differ in; empty where every bit is the same. */
  public List<Finding> differences(RunFolder folder) {
    List<Finding> differences = new ArrayList<>();
    JsonNode now = ResultDigest.of(folder);
    for (var before : tree.path(ProvenanceDifference.RESULT).properties()) {
      String found = now.path(before.getKey()).asString("nothing");
      if (!found.equals(before.getValue().asString())) {
        differences.add(
            Finding.of(
                "%s, %s.%s".formatted(file, ProvenanceDifference.RESULT, before.getKey()),
                "a repeated run must end with the same bits",
                "%s; now %s".formatted(before.getValue().asString(), found)));
      }
    }
    return differences;
  }
}
