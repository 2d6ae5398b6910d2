package org.interfuse.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.cohort.CohortModality;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;
import org.interfuse.file.TemporaryFolder;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.WideData;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.tensor.ProcessMemory;
import org.interfuse.training.Members;
import org.interfuse.training.WideColumns;

/**
 * How many fits run at once: as many as are asked for, or as the cores have room for, but not more
 * than fit into memory with the weights of wide modalities' columns, nor than the folder of
 * temporary files has room for; at least one.
 *
 * @param count fits at once
 * @param wanted without the limits of memory and of temporary files
 * @param reason why fewer fits run at once than wanted; empty where they do not
 */
public record Workers(int count, int wanted, String reason) {
  /** Left for the system and for what a step computes. */
  private static final double SHARE = 0.95;

  private static final double GIGABYTE = 1e9;

  private static final int MOST_CHOICES = 5;

  /**
   * For a comparison whose data have been read.
   *
   * @param asked 0 for as many as the cores have room for
   * @throws FindingsException if a candidate does not fit into memory even alone
   */
  public static Workers of(LoadedStudy loaded, int asked) {
    return of(loaded, loaded.study().comparison().candidates(), asked);
  }

  /** The same for the study's own model alone, as {@code train} fits it. */
  public static Workers ofTraining(LoadedStudy loaded, int asked) {
    return of(loaded, List.of(TrainRun.candidate(loaded.study())), asked);
  }

  private static Workers of(
      LoadedStudy loaded, List<? extends CandidateSpec> candidates, int asked) {
    double most = SHARE * ProcessMemory.physical();
    long free = (long) (most - ProcessMemory.resident());
    return of(loaded, candidates, asked, free, TemporaryFolder.now());
  }

  /**
   * The same with what there is given.
   *
   * @param free bytes of memory
   */
  static Workers of(
      LoadedStudy loaded,
      List<? extends CandidateSpec> candidates,
      int asked,
      long free,
      TemporaryFolder folder) {
    int cores = Runtime.getRuntime().availableProcessors();
    int wanted = asked > 0 ? asked : Math.max(1, cores / loaded.study().training().threads());
    long largest = 0;
    long file = 0;
    Findings findings = new Findings();
    for (CandidateSpec candidate : candidates) {
      if (candidate instanceof NetworkCandidate network) {
        Need need = Need.of(network.model(), network, loaded, folder.inMemory());
        if (need.bytes() > free) {
          findings.error(need.refusal(candidate.name(), free, smaller(network, loaded, folder)));
        } else if (need.file() > folder.freeBytes()) {
          findings.error(noRoom(candidate.name(), need.file(), folder));
        }
        largest = Math.max(largest, need.bytes());
        file = Math.max(file, need.file());
      } else if (candidate instanceof BaselineCandidate baseline && baseline.readsFeatures()) {
        long rows = rows(baseline.baseline(), loaded).bytes();
        if (rows > free) {
          findings.error(tooManyRows(candidate.name(), rows, free));
        }
        largest = Math.max(largest, rows);
      }
    }
    findings.throwIfAny();
    return of(wanted, largest, free).within(file, folder);
  }

  /** What a baseline computes of all rows of wide modalities, as tables of their coordinates. */
  private static MemoryNeed rows(BaselineSpec baseline, LoadedStudy loaded) {
    int[] train = loaded.split().folds().get(0).train();
    MemoryNeed need = MemoryNeed.NONE;
    for (CohortModality modality : loaded.cohort().modalities()) {
      if (modality.data() instanceof WideData wide) {
        WideSize size = WideColumns.size(modality, wide, train);
        need = need.plus(CandidatePicture.coordinates(baseline, size));
      }
    }
    return need;
  }

  /** What is said where a baseline does not fit. */
  static Finding tooManyRows(String candidate, long bytes, long free) {
    return Finding.of(
        "candidate '%s'".formatted(candidate),
        "what it computes of all rows of wide modalities must fit into %s, this machine's memory less what is held"
            .formatted(gigabytes(free)),
        gigabytes(bytes),
        List.of("leave it out of comparison.candidates"));
  }

  /** What is said where the temporary file of the best weights does not fit. */
  static Finding noRoom(String candidate, long bytes, TemporaryFolder folder) {
    return Finding.of(
        "candidate '%s'".formatted(candidate),
        "the folder of temporary files, %s, must have room for the best weights of columns, %s"
            .formatted(folder.path(), gigabytes(bytes)),
        "%s".formatted(gigabytes(folder.freeBytes())),
        List.of(TemporaryFolder.REMEDY));
  }

  /** The candidate with each option that may hold less, in all encoders that have it. */
  private static List<Smaller> smaller(
      NetworkCandidate candidate, LoadedStudy loaded, TemporaryFolder folder) {
    Map<String, List<ModalityEncoder>> byOption = new LinkedHashMap<>();
    List<ModalityEncoder> own = candidate.model().encoders();
    for (int m = 0; m < own.size(); m++) {
      for (EncoderSpec.Smaller one : own.get(m).encoder().smaller()) {
        byOption
            .computeIfAbsent(one.option(), option -> new ArrayList<>(own))
            .set(
                m,
                new ModalityEncoder(
                    own.get(m).modality(), one.encoder(), own.get(m).learningRate()));
      }
    }
    List<Smaller> smaller = new ArrayList<>();
    byOption.forEach(
        (option, encoders) ->
            smaller.add(
                new Smaller(
                    option,
                    Need.of(
                        candidate.model().withEncoders(encoders),
                        candidate,
                        loaded,
                        folder.inMemory()))));
    return smaller;
  }

  /** What a candidate would hold with another option. */
  record Smaller(String option, Need need) {}

  /**
   * What a candidate holds for the columns of wide modalities.
   *
   * @param members networks of the candidate, of which all are kept
   * @param each bytes of a network
   * @param rows bytes of what is computed of all rows, once for all of them
   * @param file bytes of the temporary file of the best weights, of the one that is being trained
   * @param fileInMemory whether that file takes memory
   */
  record Need(int members, long each, long rows, long file, boolean fileInMemory) {
    static Need of(
        ModelSpec model, NetworkCandidate candidate, LoadedStudy loaded, boolean fileInMemory) {
      int[] train = loaded.split().folds().get(0).train();
      int members =
          Members.count(model, candidate.training(), loaded.cohort(), train, loaded.groups());
      return new Need(
          members,
          WideColumns.bytes(model, loaded.cohort()),
          WideColumns.rows(model, loaded.cohort(), train).bytes(),
          WideColumns.best(model, loaded.cohort()),
          fileInMemory);
    }

    long bytes() {
      return members * each + rows + heldFile();
    }

    private long heldFile() {
      return fileInMemory ? file : 0;
    }

    /** What is said where it is too much, with what would fit. */
    Finding refusal(String candidate, long free, List<Smaller> smaller) {
      List<String> choices =
          Stream.concat(
                  Stream.of(
                          new Smaller(
                              "'training.ensemble: 1'",
                              new Need(1, each, rows, file, fileInMemory)))
                      .filter(one -> members > 1),
                  smaller.stream())
              .filter(one -> one.need.bytes() <= free)
              .limit(MOST_CHOICES)
              .map(one -> "%s needs %s".formatted(one.option, gigabytes(one.need.bytes())))
              .toList();
      return Finding.of(
          "candidate '%s'".formatted(candidate),
          "the columns of its wide modalities must fit into %s, this machine's memory less what is held"
              .formatted(gigabytes(free)),
          String.format(
              Locale.ROOT,
              "%s in training, %d × %.1f%s%s",
              gigabytes(bytes()),
              members,
              each / GIGABYTE,
              rows == 0
                  ? ""
                  : String.format(
                      Locale.ROOT, " and %.1f for products of all rows", rows / GIGABYTE),
              heldFile() == 0
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      " and %.1f for the best weights, as temporary files lie in memory",
                      file / GIGABYTE)),
          choices);
    }
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }

  static Workers of(int wanted, long fitBytes, long freeBytes) {
    long fit = fitBytes == 0 ? wanted : Math.max(1, freeBytes / fitBytes);
    return new Workers(wanted, wanted, "")
        .atMost(
            fit,
            "a fit holds up to %s for wide modalities, and this machine has %s besides what is held"
                .formatted(gigabytes(fitBytes), gigabytes(freeBytes)));
  }

  /** The same where each fit has a temporary file of so many bytes. */
  Workers within(long file, TemporaryFolder folder) {
    long fit = file == 0 ? wanted : Math.max(1, folder.freeBytes() / file);
    return atMost(
        fit,
        "the best weights of columns take up to %s each in %s, where %s are free"
            .formatted(gigabytes(file), folder.path(), gigabytes(folder.freeBytes())));
  }

  private Workers atMost(long fit, String why) {
    return fit < count
        ? new Workers((int) fit, wanted, "%d at once, not %d: %s".formatted(fit, wanted, why))
        : this;
  }

  /** Whether memory, or the room for temporary files, is what limits them. */
  public boolean limited() {
    return count < wanted;
  }
}
