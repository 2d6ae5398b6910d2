package org.interfuse.proof;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Representation;
import org.interfuse.fusion.Fusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/**
 * Sums with one mistake each that few cases show: in large batches, with tokens, at the start of
 * training, in one order of modalities; and sums that are right, but not of the usual kind.
 */
final class WrongContracts {
  private static final int LARGE = 8192;

  private WrongContracts() {}

  /** Σ u_m + u_m u_{m+1}²: says that it ignores order, but allows turning round alone. */
  static FusionSpec cyclic() {
    return new Sum("cyclic") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        Tensor fused = sum;
        for (int m = 0; m < slots.size(); m++) {
          Tensor next = WrongOperators.zeroed(slots.get((m + 1) % slots.size()));
          fused = fused.add(WrongOperators.zeroed(slots.get(m)).mul(next.square()));
        }
        return fused;
      }
    };
  }

  /** s + s a b, where a and b start at zero: neither ever gets a gradient. */
  static FusionSpec deadStart() {
    return new Sum("dead-start", "a", "b") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        return sum.add(sum.mul(parameter(0)).mul(parameter(1)));
      }
    };
  }

  /** Adds the mean of all places for tokens, those of the absent and without a token too. */
  static FusionSpec readsMaskedTokens() {
    return new Sum("reads-masked-tokens") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        Tensor fused = sum;
        for (Representation slot : slots) {
          Tensor tokens = slot.tokens();
          fused = tokens == null ? fused : fused.add(tokens.mean(1));
        }
        return fused;
      }
    };
  }

  /** Is right, but says that it is wider. */
  static FusionSpec misstatedWidth() {
    return new Sum("misstated-width") {
      @Override
      int declared(int width) {
        return width + 1;
      }
    };
  }

  /** Returns one number for each subject, which is as good as any width where it is broadcast. */
  static FusionSpec narrow() {
    return new Sum("narrow") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        return sum.sum(1).unsqueeze(1);
      }
    };
  }

  /** Has one parameter, which never trains, with an excuse. */
  static FusionSpec exemptsEverything() {
    return new Sum("exempts-everything", "weight") {
      @Override
      public Map<String, String> gradientExemptions() {
        return Map.of("weight", "it does not train");
      }

      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        return sum.add(parameter(0).detach());
      }
    };
  }

  /** Selects in small batches and multiplies by the mask in large ones. */
  static FusionSpec multipliesInLargeBatches() {
    return new Sum("multiplies-in-large-batches") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        return sum.numel() < LARGE
            ? sum
            : WrongOperators.sum(slots, slot -> slot.pooled().mul(WrongOperators.mask(slot)));
      }
    };
  }

  /** Adds the subject before to each in large batches. */
  static FusionSpec mixesInLargeBatches() {
    return new Sum("mixes-in-large-batches") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        return sum.numel() < LARGE ? sum : sum.add(torch.roll(sum, new long[] {1}, 0L));
      }
    };
  }

  /** Is right but for rounding: all that is small is lost beside the thousand. */
  static FusionSpec absorbs() {
    return new Sum("absorbs") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        return sum.add(new Scalar(1000)).sub(new Scalar(1000));
      }
    };
  }

  /** Refuses three modalities and more; right if it says that two are the most it takes. */
  static FusionSpec refusesMore(int declared) {
    return new Sum("refuses-more") {
      @Override
      public int mostModalities() {
        return declared;
      }

      @Override
      public Fusion build(List<String> names, int[] widths, int width, Parameters parameters) {
        if (widths.length > 2) {
          throw new IllegalArgumentException("two modalities at most");
        }
        return super.build(names, widths, width, parameters);
      }
    };
  }

  /** Is right, and drops half of its result in training. */
  static FusionSpec dropsOut() {
    return new Sum("drops-out") {
      @Override
      Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
        return pass.dropout(sum, 0.5);
      }
    };
  }

  /** A registered oracle, for whatever operator. */
  static Oracle oracle(String type) {
    return FusionProofs.oracle(type).orElseThrow();
  }

  /** The sum of what is present, with parameters [C] that start at zero. */
  private abstract static class Sum implements FusionSpec {
    private final String type;
    private final List<String> names;
    private List<Tensor> parameters = List.of();

    Sum(String type, String... names) {
      this.type = type;
      this.names = List.of(names);
    }

    Tensor fuse(List<Representation> slots, Tensor sum, Pass pass) {
      return sum;
    }

    int declared(int width) {
      return width;
    }

    final Tensor parameter(int index) {
      return parameters.get(index);
    }

    @Override
    public String type() {
      return type;
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
      return (long) names.size() * width;
    }

    @Override
    public Fusion build(List<String> modalities, int[] widths, int width, Parameters created) {
      List<Tensor> own =
          names.stream()
              .map(
                  name ->
                      created.add(
                          name, Initialisation.zeros(), Parameter.Role.WEIGHT, new long[] {width}))
              .toList();
      return new Fusion() {
        @Override
        public int width() {
          return declared(width);
        }

        @Override
        public Tensor forward(List<Representation> slots, Pass pass) {
          parameters = own;
          return fuse(slots, WrongOperators.sum(slots, WrongOperators::zeroed), pass);
        }
      };
    }

    @Override
    public String toString() {
      return type;
    }
  }
}
