package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.MfbFusion;
import org.interfuse.fusion.Pooling;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proofs find the mistakes that public implementations made, each under its name. */
class WrongOperatorsTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(WrongOperators.maskedAfterTheFact(), "absent bytes are inert"),
        arguments(WrongOperators.projectionInsideForward(), "saved and loaded"),
        arguments(WrongOperators.factorsInAPlainList(), "parameter count"),
        arguments(
            WrongOperators.absenceVectorInTrainingOnly(), "same rule in training and at inference"),
        arguments(WrongOperators.attentionAcrossTheBatch(), "batch independence"),
        arguments(WrongOperators.attentionToASingleKey(), "every parameter trains"),
        arguments(WrongOperators.skippedForTheBatchByOneNan(), "absent bytes are inert"),
        arguments(WrongOperators.skippedForTheBatchByOneAbsence(), "a batch of one"),
        arguments(WrongOperators.normalisedOverTheBatch(), "batch independence"),
        arguments(WrongProducts.frozenBilinear(), "parameter count"),
        arguments(WrongProducts.lowRankWithWeightsLeftOut(), "every parameter trains"),
        arguments(WrongOperators.ordered(), "order of modalities is ignored, as declared"),
        arguments(WrongOperators.forgetful(), "a lone modality counts"),
        arguments(WrongContracts.cyclic(), "order of modalities is ignored, as declared"),
        arguments(WrongContracts.deadStart(), "every parameter trains from the start"),
        arguments(WrongContracts.readsMaskedTokens(), "absent bytes are inert"),
        arguments(WrongContracts.misstatedWidth(), "width as declared"),
        arguments(WrongContracts.narrow(), "width as declared"),
        arguments(WrongContracts.exemptsEverything(), "every parameter trains"),
        arguments(WrongContracts.multipliesInLargeBatches(), "absent bytes are inert, large batch"),
        arguments(WrongContracts.mixesInLargeBatches(), "batch independence, large batch"),
        arguments(WrongProducts.tensorOfAnySize(), "what no machine holds is refused"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void isCaughtByTheProofOfThatName(FusionSpec wrong, String proof) {
    ProofReport report = FusionProofs.prove(wrong, null, new Seed(7));

    assertThat(report.failed()).extracting(Proof::name).contains(proof);
    assertThat(report.status()).isEqualTo(ProofReport.Status.FAILED);
    assertThat(report.failed())
        .allSatisfy(failed -> assertThat(failed.detail()).doesNotContain("Exception"));
  }

  /** Windows of k neighbours are summed in the paper; every p-th element is in some code. */
  @Test
  void theOrderOfWindowsIsCaughtByTheOracle() {
    Oracle paper = new WrongProducts.WindowsOracle();

    ProofReport wrong = FusionProofs.prove(WrongProducts.windowed(false), paper, new Seed(7));
    ProofReport right = FusionProofs.prove(WrongProducts.windowed(true), paper, new Seed(7));

    assertThat(wrong.failed())
        .extracting(Proof::name)
        .contains("outputs, float64", "gradients of inputs", "gradients of parameters")
        .doesNotContain("parameter count", "every parameter trains", "batch independence");
    assertThat(right.failed()).isEmpty();
  }

  @Test
  void aRefusalOfWhatTheOperatorSaysItTakesFails() {
    ProofReport report = FusionProofs.prove(WrongContracts.refusesMore(10), null, new Seed(7));

    assertThat(report.failed())
        .extracting(Proof::name)
        .contains("parameter count", "every parameter trains", "ten modalities");
    assertThat(report.failed())
        .allSatisfy(failed -> assertThat(failed.detail()).contains("two modalities at most"));
    assertThat(FusionProofs.prove(WrongContracts.refusesMore(2), null, new Seed(7)).failed())
        .isEmpty();
  }

  @Test
  void tokensThatTheOracleDoesNotKnowOfAreFound() {
    ProofReport report =
        FusionProofs.prove(
            WrongContracts.readsMaskedTokens(), WrongContracts.oracle("sum"), new Seed(7));

    assertThat(report.failed())
        .extracting(Proof::name)
        .containsExactly("tokens are not read, as declared");
  }

  /** What the equation explains of a deviation in bfloat16 does not excuse the computation. */
  @Test
  void moreRoundingThanTheEquationExplainsIsFound() {
    ProofReport report =
        FusionProofs.prove(WrongContracts.absorbs(), WrongContracts.oracle("sum"), new Seed(7));

    assertThat(report.failed())
        .extracting(Proof::name)
        .containsExactly("outputs, float32", "outputs, bfloat16");
  }

  /** Sums that nearly cancel under a root, by chance at these seeds. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 8, 10})
  void roundingThatTheEquationExplainsIsNoMistake(long seed) {
    FusionSpec spec = new MfbFusion.Spec(6, 3, 0, Pooling.TOKENS);
    FusionSubject subject = new FusionSubject(spec, new MfbOracle(), new Seed(seed));

    Proof proof = OutputProofs.bfloat16(subject, new MfbOracle());

    assertThat(proof.passed()).as(proof.toString()).isTrue();
    assertThat(proof.figure()).isBetween(0.02, 0.2);
  }

  @Test
  void anOracleForOtherNumbersOfModalitiesIsFound() {
    ProofReport report =
        FusionProofs.prove(
            WrongContracts.refusesMore(2), WrongContracts.oracle("sum"), new Seed(7));

    assertThat(report.failed()).extracting(Proof::name).containsExactly("numbers of modalities");
  }

  /** It draws from the pass, and is otherwise the same in training and at inference. */
  @Test
  void dropoutByDefaultIsNotCalledAnotherRule() {
    ProofReport report = FusionProofs.prove(WrongContracts.dropsOut(), null, new Seed(7));

    assertThat(report.failed()).isEmpty();
    assertThat(report.status()).isEqualTo(ProofReport.Status.NO_ORACLE);
  }
}
