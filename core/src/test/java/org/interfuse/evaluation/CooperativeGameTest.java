package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares and interactions against their definitions over all orders of the players. */
final class CooperativeGameTest {
  private static final long SEED = 19;

  @ParameterizedTest(name = "{0} players, seed " + SEED)
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void sharesAreAveragesOverAllOrders(int players) {
    CooperativeGame game = random(players);
    double[] expected = new double[players];
    List<List<Integer>> orders = orders(players);
    for (List<Integer> order : orders) {
      int before = 0;
      for (int player : order) {
        double gain = game.worth()[before + (1 << player)] - game.worth()[before];
        expected[player] += gain / orders.size();
        before += 1 << player;
      }
    }
    assertThat(game.shapley()).containsExactly(expected, within(1e-12));
    assertThat(Arrays.stream(game.shapley()).sum())
        .as("efficiency")
        .isCloseTo(game.whole() - game.nothing(), within(1e-12));
  }

  /** A pair is one player of a smaller game; what counts is what it gains beyond its two halves. */
  @ParameterizedTest(name = "{0} players, seed " + SEED)
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void interactionsAreAveragesOverAllOrdersWithThePairAsOne(int players) {
    CooperativeGame game = random(players);
    double[][] interactions = game.interactions();
    for (int i = 0; i < players; i++) {
      assertThat(interactions[i][i]).isZero();
      for (int j = i + 1; j < players; j++) {
        double expected = naive(game, i, j);
        assertThat(interactions[i][j]).isCloseTo(expected, within(1e-12));
        assertThat(interactions[j][i]).isEqualTo(interactions[i][j]);
      }
    }
  }

  private static double naive(CooperativeGame game, int i, int j) {
    List<List<Integer>> orders = orders(game.players() - 1); // 0 is the pair
    List<Integer> others = new ArrayList<>();
    for (int player = 0; player < game.players(); player++) {
      if (player != i && player != j) {
        others.add(player);
      }
    }
    double sum = 0;
    for (List<Integer> order : orders) {
      int before = 0;
      for (int place = 0; order.get(place) != 0; place++) {
        before += 1 << others.get(order.get(place) - 1);
      }
      double[] worth = game.worth();
      int left = 1 << i;
      int right = 1 << j;
      sum +=
          (worth[before + left + right]
                  - worth[before + left]
                  - worth[before + right]
                  + worth[before])
              / orders.size();
    }
    return sum;
  }

  @Test
  void twoWhoNeedEachOtherShareAndInteract() {
    // worth 1 if players 0 and 1 are both there; player 2 does nothing
    CooperativeGame game = new CooperativeGame(3, new double[] {0, 0, 0, 1, 0, 0, 0, 1});

    assertThat(game.shapley()).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-15));
    assertThat(game.interactions()[0]).containsExactly(new double[] {0, 1, 0}, within(1e-15));
    assertThat(game.interactions()[2]).containsExactly(0, 0, 0);
  }

  @Test
  void oneWhoReplacesTheOtherInteractsNegatively() {
    CooperativeGame game = new CooperativeGame(2, new double[] {0.5, 0.8, 0.8, 0.8});

    assertThat(game.shapley()).containsExactly(new double[] {0.15, 0.15}, within(1e-15));
    assertThat(game.interactions()[0][1]).isCloseTo(-0.3, within(1e-15));
  }

  @Test
  void itsSizeIsChecked() {
    assertThatThrownBy(() -> new CooperativeGame(0, new double[1]))
        .hasMessage("players: expected from 1 to 10, but there are 0");
    assertThatThrownBy(() -> new CooperativeGame(11, new double[2048]))
        .hasMessage("players: expected from 1 to 10, but there are 11");
    assertThatThrownBy(() -> new CooperativeGame(2, new double[3]))
        .hasMessage("worth: expected one for each of 4 sets, but there are 3");
  }

  private static CooperativeGame random(int players) {
    SplittableRandom random = new SplittableRandom(SEED + players);
    return new CooperativeGame(players, random.doubles(1L << players, -1, 1).toArray());
  }

  private static List<List<Integer>> orders(int players) {
    if (players == 0) {
      return List.of(List.of());
    }
    List<List<Integer>> orders = new ArrayList<>();
    for (List<Integer> shorter : orders(players - 1)) {
      for (int place = 0; place <= shorter.size(); place++) {
        List<Integer> order = new ArrayList<>(shorter);
        order.add(place, players - 1);
        orders.add(order);
      }
    }
    return orders;
  }
}
