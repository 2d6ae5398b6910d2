package org.interfuse.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.jspecify.annotations.Nullable;

/** What encoders of texts must hold to besides what all encoders must. */
final class TextProofs {
  private final EncoderSubject subject;
  private final @Nullable EncoderOracle oracle;

  TextProofs(EncoderSubject subject, @Nullable EncoderOracle oracle) {
    this.subject = subject;
    this.oracle = oracle;
  }

  List<Proof> all() {
    List<Proof> proofs = new ArrayList<>();
    if (oracle != null) {
      proofs.add(subject.prove(Worst.atMost("tokens, float64", 1e-10), this::tokens));
    }
    proofs.add(subject.prove(Worst.atMost("tokens that exist", 0), this::existing));
    proofs.add(subject.prove(Worst.atMost("what fills up is inert", 0), this::inert));
    return proofs;
  }

  private void tokens(FeatureShape shape, Worst worst) {
    EncoderOracle expected = java.util.Objects.requireNonNull(oracle);
    try (EncoderCase built = subject.open(shape, ScalarType.Double)) {
      Map<String, double[]> values = ParameterValues.read(built.parameters);
      EncoderCase.Table table = subject.table(shape);
      double[][][] found = built.texts(table, 0).tokens();
      for (int row = 0; row < table.rows(); row++) {
        List<double[]> own =
            expected.tokens(subject.spec(), shape, values, table.categories()[row]);
        for (int t = 0; t < own.size(); t++) {
          double error = Plain.relativeError(found[row][t], own.get(t));
          worst.see(error, "%s, row %d, token %d".formatted(EncoderSubject.where(shape), row, t));
        }
      }
    }
  }

  /** How many texts have a mask of another length. */
  private void existing(FeatureShape shape, Worst worst) {
    try (EncoderCase built = subject.open(shape, ScalarType.Float)) {
      EncoderCase.Table table = subject.table(shape);
      long[] existing = built.texts(table, 0).existing();
      long wrong = 0;
      for (int row = 0; row < existing.length; row++) {
        wrong += existing[row] == table.categories()[row].length ? 0 : 1;
      }
      worst.see(wrong, EncoderSubject.where(shape));
    }
  }

  /** Whatever code fills short texts up: bit for bit. */
  private void inert(FeatureShape shape, Worst worst) {
    SequenceShape sequence = java.util.Objects.requireNonNull(shape.sequence());
    try (EncoderCase built = subject.open(shape, ScalarType.Float)) {
      EncoderCase.Table table = subject.table(shape);
      EncoderCase.Texts texts = built.texts(table, 0);
      EncoderCase.Texts others = built.texts(table, sequence.vocabulary() - 1);
      long different = 0;
      for (int row = 0; row < table.rows(); row++) {
        different += Arrays.equals(texts.pooled()[row], others.pooled()[row]) ? 0 : 1;
        different += Arrays.deepEquals(texts.tokens()[row], others.tokens()[row]) ? 0 : 1;
      }
      worst.see(different, EncoderSubject.where(shape));
    }
  }
}
