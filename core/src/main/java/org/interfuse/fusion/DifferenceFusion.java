package org.interfuse.fusion;

import com.google.auto.service.AutoService;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Distance of two representations, element by element: |u − v|. For exactly two modalities of equal
 * widths p; the result is as wide. No parameters; O(B p) time and memory; tokens are not read.
 *
 * <p>The slope at u = v is taken as 0.
 *
 * <p>Absence: the other one as it is, with its sign. For two views of one thing, such as before and
 * after or left and right; not where the modalities measure different things.
 */
public final class DifferenceFusion implements Fusion {
  /** {@code fusion: {type: difference}}; it has no options. */
  @Meaning("the absolute difference of two representations; of one alone, that one")
  @AutoService(FusionSpec.class)
  public record Spec() implements FusionSpec {
    @Override
    public String type() {
      return "difference";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public int mostModalities() {
      return 2;
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
      if (widths.length != 2) {
        throw new IllegalArgumentException(
            "fusion 'difference': expected exactly 2 modalities, but there are " + widths.length);
      }
      return new DifferenceFusion(width);
    }
  }

  private final int width;

  private DifferenceFusion(int width) {
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
    Representation first = representations.get(0);
    Representation second = representations.get(1);
    Tensor left = Slots.zeroed(first); // [B, p]
    Tensor right = Slots.zeroed(second);
    Tensor both = Slots.present(first).logical_and(Slots.present(second)); // [B, 1]
    return torch.where(both, left.sub(right).abs(), left.add(right));
  }
}
