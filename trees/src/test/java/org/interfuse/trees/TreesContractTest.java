package org.interfuse.trees;

import java.util.List;
import java.util.stream.Stream;
import org.interfuse.baseline.BaselineContractTest;
import org.interfuse.baseline.Linear.Merge;
import org.junit.jupiter.params.provider.Arguments;

/** What holds of every baseline holds of boosted trees, here with small grids. */
class TreesContractTest extends BaselineContractTest {
  @Override
  protected Stream<Arguments> baselines() {
    return ofTypes(
        List.of(
            new BoostedTrees(Merge.EARLY, List.of(3, 8), List.of(2), List.of(0.1, 0.3)),
            new BoostedTrees(Merge.LATE, List.of(5), List.of(1, 3), List.of(0.3))));
  }
}
