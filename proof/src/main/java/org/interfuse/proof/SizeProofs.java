package org.interfuse.proof;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.tensor.Parameters;

/** The result is as wide as asked, and what no machine holds is refused. */
final class SizeProofs {
  /** Wide, but not out of the ordinary: the genes of a tissue. */
  private static final int WIDTH = 20_000;

  /** 4 TiB of float32. */
  private static final long MOST_ELEMENTS = 1L << 40;

  private SizeProofs() {}

  /** How often the operator names another width than asked, or returns another shape. */
  static Proof width(FusionSubject subject) {
    Worst worst = Worst.atMost("width as declared", 0);
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Float)) {
        for (FusionBatch batch : subject.batches(built)) {
          long[] shape = built.shape(batch);
          boolean right = Arrays.equals(shape, new long[] {batch.rows(), built.width});
          long wrong = (right ? 0 : 1) + (built.declaredWidth() == built.width ? 0 : 1);
          worst.see(
              wrong,
              "%s: asked for %d, declared %d, returned %s for %d subjects"
                  .formatted(
                      FusionSubject.where(built, batch),
                      built.width,
                      built.declaredWidth(),
                      Arrays.toString(shape),
                      batch.rows()));
        }
      }
    }
    return worst.proof();
  }

  /**
   * An operator with more parameters than any memory holds, for modalities that are wide, says so
   * with an {@link IllegalArgumentException} before it asks for the first of them.
   */
  static Proof refused(FusionSubject subject) {
    Worst worst = Worst.atMost("what no machine holds is refused", 0);
    FusionSpec spec = subject.spec();
    for (int modalities : List.of(2, 3)) {
      if (modalities > spec.mostModalities()) {
        continue;
      }
      int[] widths = new int[modalities];
      Arrays.fill(widths, WIDTH);
      List<String> names = FusionCase.names(modalities);
      long count = spec.parameterCount(names, widths, WIDTH);
      boolean small = count >= 0 && count <= MOST_ELEMENTS;
      boolean attempted = !small && attempted(subject, names, widths);
      worst.see(
          attempted ? 1 : 0,
          String.format(
              Locale.ROOT,
              "M = %d, all %,d wide: %,d parameters%s",
              modalities,
              WIDTH,
              count,
              small ? "" : attempted ? " asked for and not refused" : " refused"));
    }
    return worst.proof();
  }

  /** Thrown in place of taking memory. */
  private static final class Asked extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static boolean attempted(FusionSubject subject, List<String> names, int[] widths) {
    try (Parameters parameters =
        new Parameters(
            subject.seed(),
            (name, shape) -> {
              throw new Asked();
            })) {
      subject.spec().build(names, widths, WIDTH, parameters);
      return true;
    } catch (IllegalArgumentException refusal) {
      return false;
    } catch (RuntimeException asked) {
      return true; // of the set of parameters, or of the allocator of libtorch
    }
  }
}
