package org.interfuse.run;

import java.util.Locale;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.tensor.ProcessMemory;
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

  /**
   * For a study whose data have been read.
   *
   * @param asked 0 for as many as the cores have room for
   */
  public static Workers of(LoadedStudy loaded, int asked) {
    int cores = Runtime.getRuntime().availableProcessors();
    int wanted = asked > 0 ? asked : Math.max(1, cores / loaded.study().training().threads());
    long most = 0;
    for (CandidateSpec candidate : loaded.study().comparison().candidates()) {
      if (candidate instanceof NetworkCandidate network) {
        most = Math.max(most, WideColumns.bytes(network.model(), loaded.cohort()));
      }
    }
    double free = SHARE * ProcessMemory.physical() - ProcessMemory.resident();
    return of(wanted, most, (long) free);
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
        fitBytes / 1e9,
        freeBytes / 1e9);
  }
}
