package org.interfuse.proof;

import java.util.Arrays;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.Pass;

/** Tokens do nothing to an operator that does not read them. */
final class TokenProofs {
  private TokenProofs() {}

  /** With tokens or without, no bit of outputs and gradients changes; tokens get no gradient. */
  static Proof notRead(FusionSubject subject) {
    Worst worst = Worst.atMost("tokens are not read, as declared", 0);
    if (subject.mayReadTokens()) {
      return worst.proof();
    }
    for (int modalities : subject.sizes()) {
      try (FusionCase built = subject.open(modalities, ScalarType.Double)) {
        FusionBatch batch = subject.tokens(built);
        double[][] weights = subject.weights(built, batch);
        Outcome without = built.run(batch.withoutTokens(), Pass.inference(), weights);
        Outcome with = built.run(batch, Pass.inference(), weights);
        String where = FusionSubject.where(built, batch);
        worst.see(without.differences(with.ofInputs(modalities)), where);
        worst.see(read(with, modalities), where + ", gradients of tokens");
      }
    }
    return worst.proof();
  }

  private static long read(Outcome outcome, int modalities) {
    return outcome.inputGradients().stream()
        .skip(modalities)
        .flatMapToDouble(Arrays::stream)
        .filter(gradient -> gradient != 0)
        .count();
  }
}
