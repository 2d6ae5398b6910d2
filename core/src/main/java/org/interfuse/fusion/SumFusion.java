package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Sum of the representations, element by element: Σ_{m ∈ P} u_m over the present P. Needs equal
 * widths p; the result is as wide. No parameters; O(B M p) time and memory; tokens are not read.
 *
 * <p>Absence: left out. The scale of the result therefore grows with the number present, which a
 * model can read as evidence; where presence should not show, take {@code mean}.
 */
public final class SumFusion implements Fusion {
  /** {@code fusion: {type: sum}}; it has no options. */
  @Meaning("the sum of the representations that are present")
  @AutoService(FusionSpec.class)
  public record Spec() implements FusionSpec {
    @Override
    public String type() {
      return "sum";
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
      return new SumFusion(width);
    }
  }

  private final int width;

  private SumFusion(int width) {
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
    Tensor sum = Slots.zeroed(representations.get(0)); // [B, p]
    for (Representation next : representations.subList(1, representations.size())) {
      sum = sum.add(Slots.zeroed(next));
    }
    return sum;
  }
}
