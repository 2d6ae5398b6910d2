package org.interfuse.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.FitLog;
import org.interfuse.comparison.VariedCandidates;
import org.interfuse.file.AtomicFile;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.study.ResolvedStudy;
import org.interfuse.target.TargetSchema;
import tools.jackson.databind.JsonNode;

/**
 * The folder of a run ({@code -o}): {@code study.json}, {@code comparison.json} and {@code
 * comparison.csv} of {@code compare} or {@code metrics.json} of {@code train}, {@code
 * out-of-fold.csv}, {@code log.jsonl}, {@code provenance.json} and, of {@code train}, {@code
 * model.interfuse}. Every file appears whole or not at all (law 8), but for the log, which grows as
 * the run goes. Files of an earlier run in the same folder are replaced; a folder that holds files
 * of such names which are no run's is refused. One run uses a folder at a time: close it when the
 * run is over.
 */
public final class RunFolder implements AutoCloseable {
  static final String MODEL = "model.interfuse";
  private static final String PROVENANCE = "provenance.json";
  private static final String SAME = "--resume goes on only with the same program, study and data";
  private static final List<String> ANEW =
      List.of("leave out --resume to begin anew", "or choose another folder");
  private static final List<String> RESULTS =
      List.of(
          "comparison.json",
          "comparison.csv",
          ReportRun.FILE,
          "metrics.json",
          "out-of-fold.csv",
          MODEL);
  private static final String FITS = "fits";
  private static final List<String> OTHERS = List.of("study.json", PROVENANCE, "log.jsonl", FITS);
  private static final Duration USUAL = Duration.ofSeconds(10);

  private final Path folder;
  private final boolean resume;
  private final Duration every;
  private final RunLock lock;
  private final boolean created;
  private boolean begun;

  private RunFolder(Path folder, boolean resume, Duration every, RunLock lock, boolean created) {
    this.folder = folder;
    this.resume = resume;
    this.every = every;
    this.lock = lock;
    this.created = created;
  }

  /** A folder for a run that begins anew. */
  public static RunFolder create(Path folder) {
    return create(folder, false, USUAL);
  }

  /**
   * Creates the folder where it is missing.
   *
   * @param resume whether to go on with the run that stopped there
   * @param every at most one checkpoint of a training in this time
   * @throws FindingsException if it cannot be created, another run uses it, or it holds something
   *     else
   */
  public static RunFolder create(Path folder, boolean resume, Duration every) {
    return create(folder, resume, every, !Files.exists(folder));
  }

  /**
   * The first of {@code NAME-1}, {@code NAME-2} and so on that is free, for a run whose user names
   * no folder.
   *
   * @param parent where runs are kept; created where it is missing
   * @param name of the study; what may not stand in a file's name becomes a hyphen
   * @param every at most one checkpoint of a training in this time
   * @throws FindingsException if it cannot be created
   */
  public static RunFolder next(Path parent, String name, Duration every) {
    String safe = name.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    for (int number = 1; ; number++) {
      Path folder = parent.resolve("%s-%d".formatted(safe, number));
      try {
        Files.createDirectories(parent);
        Files.createDirectory(folder);
        return create(folder, false, every, true);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(parent)) {
          throw unwritable(folder, "a file in its way: " + parent);
        }
      } catch (IOException e) {
        throw unwritable(folder, StorageException.reason(e));
      }
    }
  }

  private static RunFolder create(Path folder, boolean resume, Duration every, boolean created) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(folder, StorageException.reason(e));
    }
    if (!Files.isWritable(folder)) {
      throw unwritable(folder, "a folder that is read-only");
    }
    requireOurs(folder);
    return new RunFolder(folder, resume, every, RunLock.of(folder), created);
  }

  /** Nothing is replaced that no run wrote. */
  private static void requireOurs(Path folder) {
    if (RunLock.marks(folder) || Provenance.is(folder.resolve(PROVENANCE))) {
      return;
    }
    List<String> others =
        Stream.concat(OTHERS.stream(), RESULTS.stream())
            .filter(name -> Files.exists(folder.resolve(name)))
            .toList();
    if (!others.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              "-o " + folder,
              "a run folder is new, or of an earlier run",
              "files of its names that no run wrote: " + String.join(", ", others),
              List.of("choose another folder")));
    }
  }

  private static FindingsException unwritable(Path folder, String found) {
    return new FindingsException(
        Finding.of("-o " + folder, "the run folder must be writable", found));
  }

  /**
   * Begins the run, or goes on with the one that stopped there. Temporary files that it left are
   * swept.
   *
   * @throws FindingsException if the run that stopped had another program, study or data
   */
  FitFiles begin(
      String verb, ResolvedStudy study, JsonNode provenance, List<TargetSchema> targets) {
    begun = true;
    sweep();
    FitFiles fits = new FitFiles(file(FITS), verb, targets, every);
    if (resume && Files.exists(file(PROVENANCE))) {
      requireSame(Json.text(provenance));
    } else {
      forget(PROVENANCE); // first: who is killed after it begins anew
      fits.clear();
      RESULTS.forEach(this::forget);
    }
    study(study);
    json(PROVENANCE, provenance);
    return fits;
  }

  /** What an earlier run left: it belongs to another study, or will be written again. */
  private void forget(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw StorageException.unwritable(file(name), e);
    }
  }

  /** Whether the run has made its model already. */
  boolean hasModel() {
    return Files.exists(file(MODEL));
  }

  private void requireSame(String now) {
    String before;
    try {
      before = Files.readString(file(PROVENANCE));
    } catch (IOException e) {
      throw StorageException.unreadable(file(PROVENANCE), e);
    }
    if (!Provenance.is(file(PROVENANCE))) {
      throw new FindingsException(
          Finding.of(
              file(PROVENANCE).toString(), SAME, "a file that is no provenance of a run", ANEW));
    }
    List<Finding> differences =
        ProvenanceDifference.between(before, now).stream()
            .map(difference -> difference.finding(file(PROVENANCE).toString(), SAME, ANEW))
            .toList();
    if (!differences.isEmpty()) {
      throw new FindingsException(differences);
    }
  }

  private void sweep() {
    sweep(folder, 1);
    if (Files.isDirectory(file(FITS))) {
      sweep(file(FITS), 2);
    }
  }

  /** Temporary files on their way to names of ours. */
  private void sweep(Path where, int depth) {
    try (Stream<Path> files = Files.walk(where, depth)) {
      for (Path file : files.filter(this::isLeft).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw StorageException.unwritable(where, e);
    } catch (UncheckedIOException e) {
      throw StorageException.unwritable(where, new IOException(e));
    }
  }

  private boolean isLeft(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean ours =
        !folder.equals(file.getParent())
            || Stream.concat(OTHERS.stream(), RESULTS.stream())
                .anyMatch(own -> name.startsWith("." + own + "."));
    return ours && AtomicFile.isTemporary(file);
  }

  /** Lets other runs use the folder; one that was made for a run that never began goes. */
  @Override
  public void close() {
    lock.close();
    if (created && !begun) {
      try {
        lock.remove();
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        throw StorageException.unwritable(folder, e);
      }
    }
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /** Where a file of that name belongs. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** {@code study.json}: every default written out. */
  public void study(ResolvedStudy study) {
    json("study.json", study.json());
  }

  /** {@code provenance.json} of a run that is complete. */
  void provenance(JsonNode tree) {
    json(PROVENANCE, tree);
  }

  /** {@code comparison.json}: every figure behind the table of {@code compare}. */
  void comparison(JsonNode tree) {
    json("comparison.json", tree);
  }

  /** {@code comparison.csv}: the table of {@code compare}, fold by fold. */
  void comparisonTable(ComparisonResult result, VariedCandidates variations, int smallestCell) {
    try {
      ComparisonCsv.write(file("comparison.csv"), result, variations, smallestCell);
    } catch (IOException e) {
      throw StorageException.unwritable(file("comparison.csv"), e);
    }
  }

  /** {@code report.html}, drawn from the files that are there. */
  void report() {
    ReportRun.write(folder);
  }

  /** {@code metrics.json}: every figure behind the table of {@code train}. */
  void metrics(JsonNode tree) {
    json("metrics.json", tree);
  }

  /** {@code log.jsonl}, begun anew unless the run goes on. */
  FitLog log() {
    return resume ? RunLog.append(file("log.jsonl")) : RunLog.begin(file("log.jsonl"));
  }

  /** {@code out-of-fold.csv}. */
  public void outOfFold(ComparisonResult result) {
    try {
      OutOfFold.write(file("out-of-fold.csv"), result);
    } catch (IOException e) {
      throw StorageException.unwritable(file("out-of-fold.csv"), e);
    }
  }

  /** A JSON file. */
  public void json(String name, JsonNode tree) {
    try {
      AtomicFile.writeText(file(name), Json.text(tree));
    } catch (IOException e) {
      throw StorageException.unwritable(file(name), e);
    }
  }
}
