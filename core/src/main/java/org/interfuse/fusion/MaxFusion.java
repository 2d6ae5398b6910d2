package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Largest of the representations, element by element: max_{m ∈ P} u_m over the present P. Needs
 * equal widths p; the result is as wide. No parameters; O(B M p) time and memory; tokens are not
 * read.
 *
 * <p>Only the largest of each element receives its gradient; where several are equally large they
 * share it evenly, so the order of modalities stays without influence.
 *
 * <p>Absence: −∞ stands in the empty slot, which no present number is below. Good for evidence that
 * one modality alone may carry; not for representations on different scales, where the widest wins.
 */
public final class MaxFusion implements Fusion {
  /** {@code fusion: {type: max}}; it has no options. */
  @Meaning("the largest, element by element, of the representations that are present")
  @AutoService(FusionSpec.class)
  public record Spec() implements FusionSpec {
    @Override
    public String type() {
      return "max";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public boolean ignoresOrder() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      return 0;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters parameters) {
      FusionChecks.requireEqualWidths(type(), modalities, widths, width);
      return new MaxFusion(width);
    }
  }

  private final int width;

  private MaxFusion(int width) {
    this.width = width;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public Tensor forward(List<Representation> representations, Pass pass) {
    TensorVector slots = new TensorVector();
    for (Representation slot : representations) {
      slots.push_back(Slots.replaced(slot, Double.NEGATIVE_INFINITY));
    }
    return torch.stack(slots).amax(new long[] {0}, /* keepdim= */ false); // [M, B, p] to [B, p]
  }
}
