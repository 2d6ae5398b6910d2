package org.interfuse.trees;

import java.util.Locale;

/**
 * How many trees, how deep, and how much of each counts.
 *
 * @param rounds of boosting
 * @param depth of a tree at most
 * @param learningRate shrinkage of each tree
 */
record TreeChoice(int rounds, int depth, double learningRate) {
  String text() {
    return String.format(
        Locale.ROOT, "%d of depth %d at rate %s", rounds, depth, Double.toString(learningRate));
  }
}
