package org.interfuse.study;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.ReportSpec;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModelSpec;
import org.interfuse.report.CardSpec;
import org.interfuse.source.CohortSpec;
import org.interfuse.training.TrainingSpec;

/**
 * A study, complete: every default is filled in, and everything it names exists. Two studies are
 * equal if they ask for the same work.
 *
 * @param version of the format, {@value #VERSION}
 * @param name for people
 * @param strict whether ids of a modality that the cohort does not know are an error
 * @param cohort subjects and targets
 * @param modalities in order, at least one
 * @param model the study's own model
 * @param training of every network, unless a candidate changes it
 * @param split how subjects are divided
 * @param comparison which candidates are compared
 * @param deployment where a model is to be used
 * @param report what is reported beside the comparison
 * @param card what only people know of the model
 */
public record Study(
    int version,
    String name,
    boolean strict,
    CohortSpec cohort,
    List<StudyModality> modalities,
    ModelSpec model,
    TrainingSpec training,
    SplitSpec split,
    ComparisonSpec comparison,
    Deployment deployment,
    ReportSpec report,
    CardSpec card) {
  /** The version of the format that this program reads and writes. */
  public static final int VERSION = 1;

  public Study {
    modalities = List.copyOf(modalities);
  }

  /**
   * Columns of the cohort's table that divide the subjects, or say when and where they were
   * measured: no features unless a modality names them. Columns of {@link ReportSpec#by} are not
   * among them: to report by a column does not change the models.
   */
  public List<String> attributes() {
    Set<String> columns = new LinkedHashSet<>(split.columns());
    if (cohort.indexTime() != null) {
      columns.add(cohort.indexTime());
    }
    columns.addAll(cohort.sites());
    return List.copyOf(columns);
  }

  /**
   * Reads a study file with everything registered on the class path.
   *
   * @throws FindingsException with every mistake found
   */
  public static StudyFile read(Path file) {
    return read(file, SpecCatalog.load());
  }

  /**
   * Reads a study file that may name what {@code catalog} holds.
   *
   * @throws FindingsException with every mistake found
   */
  public static StudyFile read(Path file, SpecCatalog catalog) {
    String name = String.valueOf(Objects.requireNonNullElse(folder(file).getFileName(), "study"));
    String text = text(file);
    return StudyReader.read(file, fileName(file), text, name, catalog);
  }

  /**
   * Reads a study from YAML or JSON text, for example from a model file.
   *
   * @param text the study
   * @param origin what the text is called in messages
   * @param catalog what it may name
   * @throws FindingsException with every mistake found
   */
  public static Study parse(String text, String origin, SpecCatalog catalog) {
    return parse(text, origin, Path.of(""), catalog);
  }

  /**
   * The same, of a study whose files lie in a folder.
   *
   * @param folder that relative paths are relative to
   * @throws FindingsException with every mistake found
   */
  public static Study parse(String text, String origin, Path folder, SpecCatalog catalog) {
    Path file = folder.resolve("study.yaml");
    return StudyReader.read(file, origin, text, "study", catalog).study();
  }

  static Path folder(Path file) {
    return Objects.requireNonNullElse(file.toAbsolutePath().normalize().getParent(), file);
  }

  private static String fileName(Path file) {
    return String.valueOf(Objects.requireNonNullElse(file.getFileName(), file));
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file, "a folder");
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException exception) {
      throw unreadable(file, "no file");
    } catch (CharacterCodingException exception) {
      throw unreadable(file, "bytes that are not UTF-8");
    } catch (IOException exception) {
      throw unreadable(file, "a file that cannot be read");
    }
  }

  private static FindingsException unreadable(Path file, String found) {
    return new FindingsException(
        Finding.of(file.toString(), "expected a study file, UTF-8 text", found));
  }
}
