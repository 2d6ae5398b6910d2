package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The rungs of successive halving (Jamieson and Talwalkar 2016): n trials run for a share of the
 * epochs, the best quarter for four times as many, until the last ones have run all of them.
 */
public final class Halving {
  private static final int FACTOR = 4;

  private Halving() {}

  /**
   * One rung.
   *
   * @param trials how many run
   * @param share of the epochs that they run for, in (0, 1]
   */
  public record Rung(int trials, double share) {
    /**
     * How many epochs those are, rounded up.
     *
     * @param all epochs of a full fit
     */
    public int epochs(int all) {
      return (int) Math.ceil(all * share);
    }
  }

  /** The rungs for so many trials, 1 or more. */
  public static List<Rung> rungs(int trials) {
    int last = 0;
    for (int n = trials; n >= FACTOR; n /= FACTOR) {
      last++;
    }
    List<Rung> rungs = new ArrayList<>();
    int remaining = trials;
    for (int rung = 0; rung <= last; rung++) {
      rungs.add(new Rung(remaining, Math.pow(FACTOR, rung - last)));
      remaining /= FACTOR;
    }
    return rungs;
  }

  /**
   * What all rungs cost at most, in fits of all epochs: early stopping may spend less.
   *
   * @param all epochs of a full fit
   */
  public static double fullFits(int trials, int all) {
    long epochs =
        rungs(trials).stream().mapToLong(rung -> (long) rung.trials() * rung.epochs(all)).sum();
    return (double) epochs / all;
  }
}
