/** Gradient-boosted trees as a baseline, grown by XGBoost. */
@org.jspecify.annotations.NullMarked
package org.interfuse.trees;
