package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Mean of the representations, element by element: (1/|P|) Σ_{m ∈ P} u_m over the present P. Needs
 * equal widths p; the result is as wide. No parameters. Time O(B M p), memory O(B p).
 *
 * <p>Absence: left out of the sum and of the count. Not for representations whose elements mean
 * different things, such as those of {@code projection: none}.
 */
public final class MeanFusion implements Fusion {
  /** {@code fusion: {type: mean}}; it has no options. */
  @Meaning("the mean of the representations that are present")
  @AutoService(FusionSpec.class)
  public record Spec() implements FusionSpec {
    @Override
    public String type() {
      return "mean";
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
      return new MeanFusion(width);
    }
  }

  private final int width;

  private MeanFusion(int width) {
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
    Tensor count = Slots.present(representations.get(0)).to(sum.scalar_type()); // [B, 1]
    for (Representation next : representations.subList(1, representations.size())) {
      sum = sum.add(Slots.zeroed(next));
      count = count.add(Slots.present(next));
    }
    return sum.div(count);
  }
}
