package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.IdentityEncoder;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The proofs find encoders that break the contract, each under the name of what it breaks. */
class WrongEncodersTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            new Wrong("centred-over-the-batch", 0, (x, own) -> x.sub(x.mean(0).mul(own))),
            "batch independence"),
        arguments(
            new Wrong("unseeded-mask", 0, (x, own) -> x.mul(torch.rand_like(x)).mul(own)),
            "same seed, same bits"),
        arguments(
            new Wrong("fresh-weights", 0, (x, own) -> x.add(torch.rand_like(x)).mul(own)),
            "saved and loaded"),
        arguments(
            new Wrong("idle-parameter", 0, (x, own) -> x.mul(own.detach())),
            "every parameter trains"),
        arguments(new Wrong("misstated-width", 1, (x, own) -> x.mul(own)), "width as declared"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void isCaughtByTheProofOfThatName(EncoderSpec wrong, String proof) {
    ProofReport report = EncoderProofs.prove(wrong, new Seed(7));

    assertThat(report.failed()).extracting(Proof::name).contains(proof);
    assertThat(report.status()).isEqualTo(ProofReport.Status.FAILED);
  }

  /** Identity, then a mistake with one parameter. */
  private record Wrong(String type, int excess, BiFunction<Tensor, Tensor, Tensor> mistake)
      implements EncoderSpec {
    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      Encoder identity = new IdentityEncoder.Spec().build(shape, parameters);
      Tensor own =
          parameters.add("own", Initialisation.ones(), Parameter.Role.WEIGHT, new long[] {1});
      return new Encoder() {
        @Override
        public int width() {
          return identity.width() + excess;
        }

        @Override
        public Encoded forward(EncoderInput input, Pass pass) {
          return Encoded.pooled(mistake.apply(identity.forward(input, pass).pooled(), own));
        }
      };
    }

    @Override
    public String toString() {
      return type;
    }
  }
}
