package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.tensor.ProcessMemory;
import org.interfuse.training.Members;
import org.interfuse.training.WideColumns;

/**
 * How many fits run at once: as many as are asked for, or as the cores have room for, but not more
 * than fit into memory with the weights of wide modalities' columns; at least one.
 *
 * @param count fits at once
 * @param wanted without the limit of memory
 * @param fitBytes what training holds for the columns, of the candidate that needs most
 * @param freeBytes what this process may still take
 */
public record Workers(int count, int wanted, long fitBytes, long freeBytes) {
  /** Left for the system and for what a step computes. */
  private static final double SHARE = 0.95;

  private static final double GIGABYTE = 1e9;

  /**
   * For a comparison whose data have been read.
   *
   * @param asked 0 for as many as the cores have room for
   * @throws FindingsException if a candidate does not fit into memory even alone, though each of
   *     its encoders does; an encoder that is too large itself says so when it is built
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
    int cores = Runtime.getRuntime().availableProcessors();
    int wanted = asked > 0 ? asked : Math.max(1, cores / loaded.study().training().threads());
    double most = SHARE * ProcessMemory.physical();
    long free = (long) (most - ProcessMemory.resident());
    long largest = 0;
    Findings findings = new Findings();
    for (CandidateSpec candidate : candidates) {
      if (candidate instanceof NetworkCandidate network) {
        Need need = Need.of(network, loaded);
        need.require(candidate.name(), free, findings);
        largest = Math.max(largest, need.bytes());
      }
    }
    findings.throwIfAny();
    return of(wanted, largest, free);
  }

  /**
   * What a candidate holds for the columns of wide modalities.
   *
   * @param members networks of the candidate, of which all are kept
   * @param each bytes of a network
   * @param rows bytes of what is computed of all rows, once for all of them
   * @param encoder bytes of the largest encoder
   */
  record Need(int members, long each, long rows, long encoder) {
    static Need of(NetworkCandidate candidate, LoadedStudy loaded) {
      int[] train = loaded.split().folds().get(0).train();
      int members =
          Members.count(
              candidate.model(), candidate.training(), loaded.cohort(), train, loaded.groups());
      return new Need(
          members,
          WideColumns.bytes(candidate.model(), loaded.cohort()),
          WideColumns.rows(candidate.model(), loaded.cohort(), train).bytes(),
          WideColumns.largestBytes(candidate.model(), loaded.cohort()));
    }

    long bytes() {
      return members * each + rows;
    }

    /** Adds a finding where it is too much. */
    void require(String candidate, long free, Findings findings) {
      if (bytes() <= free || encoder > free) {
        return;
      }
      List<String> choices = new ArrayList<>();
      if (members > 1 && each + rows <= free) {
        choices.add(
            String.format(
                Locale.ROOT, "'training.ensemble: 1' needs %.1f GB", (each + rows) / GIGABYTE));
      }
      choices.add("a smaller 'width'");
      choices.add("'arithmetic: bfloat16'");
      choices.add("'projection: screened'");
      findings.error(
          Finding.of(
              "candidate '%s'".formatted(candidate),
              String.format(
                  Locale.ROOT,
                  "the columns of its wide modalities must fit into the %.1f GB that are free",
                  free / GIGABYTE),
              String.format(
                  Locale.ROOT,
                  "%.1f GB in training, %d × %.1f%s",
                  bytes() / GIGABYTE,
                  members,
                  each / GIGABYTE,
                  rows == 0
                      ? ""
                      : String.format(
                          Locale.ROOT, " and %.1f for products of all rows", rows / GIGABYTE)),
              choices));
    }
  }

  static Workers of(int wanted, long fitBytes, long freeBytes) {
    long fit = fitBytes == 0 ? wanted : Math.max(1, freeBytes / fitBytes);
    return new Workers((int) Math.min(wanted, fit), wanted, fitBytes, freeBytes);
  }

  /** Whether memory is what limits them. */
  public boolean limited() {
    return count < wanted;
  }

  /** Why fewer fits run at once than wanted. */
  public String reason() {
    return String.format(
        Locale.ROOT,
        "%d at once, not %d: training holds up to %.1f GB for columns, and %.1f GB are free",
        count,
        wanted,
        fitBytes / GIGABYTE,
        freeBytes / GIGABYTE);
  }
}
