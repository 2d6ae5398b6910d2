package org.interfuse.proof;

import java.util.List;
import org.interfuse.fusion.FusionSpec;

/**
 * A fusion operator computed a second time: a plain double-precision loop over one subject, written
 * from the paper's equation, without tensors and without a look at the production code. Found with
 * {@code ServiceLoader}.
 */
public interface Oracle {
  /** {@link FusionSpec#type} of the operator. */
  String type();

  /** The options to prove. Random masks such as dropout are at rate 0 in all of them. */
  List<FusionSpec> variants();

  /** The numbers of modalities for which the operator exists, out of 2, 3 and 5; all are proved. */
  default List<Integer> sizes(FusionSpec spec) {
    return List.of(2, 3, 5);
  }

  /** The number of parameter elements, from the paper. */
  long parameterCount(FusionSpec spec, int[] widths, int width);

  /** Fuses one subject: C numbers. */
  double[] fuse(FusionSpec spec, OracleInput input);

  /** Whether the operator reads tokens where there are any. */
  default boolean readsTokens() {
    return false;
  }

  /** Largest norm-wise error of float32 outputs; more where roots of small numbers are taken. */
  default double float32Tolerance() {
    return 1e-5;
  }

  /** Largest norm-wise error of bfloat16 outputs, whose numbers have 8 significant bits. */
  default double bfloat16Tolerance() {
    return 0.05;
  }
}
