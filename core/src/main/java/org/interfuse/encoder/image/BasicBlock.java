package org.interfuse.encoder.image;

import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.GroupNorm;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.SpatialConvolution;
import org.jspecify.annotations.Nullable;

/**
 * The basic block of residual networks (He et al. 2016): relu(N(W₂ ∗ relu(N(W₁ ∗ x))) + s(x)), W of
 * 3 × 3, W₁ with the stride, N a group normalisation; s is the identity where input and output have
 * one shape, otherwise N(W₀ ∗ x) with W₀ of 1 × 1 and the stride.
 */
final class BasicBlock {
  private final SpatialConvolution first;
  private final GroupNorm firstNorm;
  private final SpatialConvolution second;
  private final GroupNorm secondNorm;
  private final @Nullable SpatialConvolution shortcut;
  private final @Nullable GroupNorm shortcutNorm;

  BasicBlock(Parameters parameters, long in, long out, long stride, int groups) {
    first = SpatialConvolution.create(parameters, "convolutions.0", in, out, 3, stride);
    firstNorm = GroupNorm.create(parameters, "norms.0", out, groups);
    second = SpatialConvolution.create(parameters, "convolutions.1", out, out, 3, 1);
    secondNorm = GroupNorm.create(parameters, "norms.1", out, groups);
    boolean changes = in != out || stride != 1;
    shortcut =
        changes ? SpatialConvolution.create(parameters, "shortcut", in, out, 1, stride) : null;
    shortcutNorm = changes ? GroupNorm.create(parameters, "shortcut.norm", out, groups) : null;
  }

  /** [k, in, h, w] → [k, out, ⌈h/s⌉, ⌈w/s⌉]. */
  Tensor forward(Tensor x) {
    Tensor inner = firstNorm.forward(first.forward(x)).relu();
    inner = secondNorm.forward(second.forward(inner));
    Tensor around =
        shortcut == null || shortcutNorm == null ? x : shortcutNorm.forward(shortcut.forward(x));
    return inner.add(around).relu();
  }
}
