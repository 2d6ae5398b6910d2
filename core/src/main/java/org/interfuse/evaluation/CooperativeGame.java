package org.interfuse.evaluation;

/**
 * What each set of players is worth, and how that is shared out among them. A set is a bit mask:
 * bit i stands for player i.
 *
 * @param players n, from 1 to {@value #MOST_PLAYERS}
 * @param worth of each of the 2^n sets, the empty set first; a worth that is NaN makes NaN of
 *     whatever rests on it
 */
public record CooperativeGame(int players, double[] worth) {
  /** Every set is looked at, so the work doubles with each player. */
  public static final int MOST_PLAYERS = 10;

  public CooperativeGame {
    if (players < 1 || players > MOST_PLAYERS) {
      throw new IllegalArgumentException(
          "players: expected from 1 to %d, but there are %d".formatted(MOST_PLAYERS, players));
    }
    if (worth.length != 1 << players) {
      throw new IllegalArgumentException(
          "worth: expected one for each of %d sets, but there are %d"
              .formatted(1 << players, worth.length));
    }
  }

  /** What all players together are worth. */
  public double whole() {
    return worth[worth.length - 1];
  }

  /** What nobody is worth. */
  public double nothing() {
    return worth[0];
  }

  /**
   * The Shapley value of each player (Shapley 1953): what it adds to those before it, averaged over
   * all orders,
   *
   * <pre>{@code φ_i = Σ_{S ⊆ N∖i} |S|! (n−|S|−1)! / n! · (v(S∪i) − v(S))}</pre>
   *
   * Their sum is {@link #whole} less {@link #nothing}.
   */
  public double[] shapley() {
    double[] weights = weights(players - 1);
    double[] shares = new double[players];
    for (int i = 0; i < players; i++) {
      int own = 1 << i;
      for (int set = 0; set < worth.length; set++) {
        if ((set & own) == 0) {
          shares[i] += weights[Integer.bitCount(set)] * (worth[set | own] - worth[set]);
        }
      }
    }
    return shares;
  }

  /**
   * The Shapley interaction index of each pair of players (Grabisch and Roubens 1999),
   *
   * <pre>{@code
   * I_ij = Σ_{S ⊆ N∖ij} |S|! (n−|S|−2)! / (n−1)! · (v(S∪ij) − v(S∪i) − v(S∪j) + v(S))
   * }</pre>
   *
   * above 0 where two are worth more together than one by one, below 0 where one replaces the
   * other.
   *
   * @return symmetric, [player][player]; 0 on the diagonal
   */
  public double[][] interactions() {
    double[][] pairs = new double[players][players];
    for (int i = 0; i < players; i++) {
      for (int j = i + 1; j < players; j++) {
        pairs[i][j] = interaction(1 << i, 1 << j);
        pairs[j][i] = pairs[i][j];
      }
    }
    return pairs;
  }

  private double interaction(int first, int second) {
    double[] weights = weights(players - 2);
    double sum = 0;
    for (int set = 0; set < worth.length; set++) {
      if ((set & (first | second)) == 0) {
        double together = worth[set | first | second] - worth[set | first];
        double alone = worth[set | second] - worth[set];
        sum += weights[Integer.bitCount(set)] * (together - alone);
      }
    }
    return sum;
  }

  /** For sets of s among {@code others} players s! (others − s)! / (others + 1)!. */
  private static double[] weights(int others) {
    double[] weights = new double[others + 1];
    double choices = 1;
    for (int size = 0; size <= others; size++) {
      weights[size] = 1 / (choices * (others + 1));
      choices = choices * (others - size) / (size + 1);
    }
    return weights;
  }
}
