package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.Representation;
import org.interfuse.encoder.TokenRows;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.frames.FrameTransformer;
import org.interfuse.encoder.image.Augmentation;
import org.interfuse.encoder.image.Augmentation.Flip;
import org.interfuse.encoder.image.ResNetEncoder;
import org.interfuse.fusion.Fusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One pointer scope a step is enough: a long loop does not grow the process. */
class NativeMemoryTest {
  private static final int BATCH = 256;
  private static final int WIDTH = 64;
  private static final int TIME = 8;
  private static final int STEPS = 100;
  private static final int ROUNDS = 12;

  /** One leaked tensor [256, 64] of float32 a step would be 6.6 MB. */
  private static final long ALLOWED = 4_000_000;

  static Stream<FusionSpec> fusions() {
    return ServiceLoader.load(FusionSpec.class).stream().map(ServiceLoader.Provider::get);
  }

  static Stream<EncoderSpec> encoders() {
    return ServiceLoader.load(EncoderSpec.class).stream().map(ServiceLoader.Provider::get);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fusions")
  void fusionDoesNotLeak(FusionSpec spec) {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      Fusion fusion = spec.build(List.of("a", "b"), new int[] {WIDTH, WIDTH}, WIDTH, parameters);
      assertThat(growth(() -> step(fusion))).isLessThan(ALLOWED);
    }
  }

  private static Tensor step(Fusion fusion) {
    boolean[] some = new boolean[BATCH];
    for (int row = 0; row < BATCH; row += 2) {
      some[row] = true;
    }
    Tensor everyone = torch.ones_like(Tensors.ofBooleans(some));
    return fusion.forward(
        List.of(
            Representation.pooled(randomLeaf(), everyone),
            Representation.pooled(randomLeaf(), Tensors.ofBooleans(some))),
        Pass.training(new Seed(2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void encoderDoesNotLeak(EncoderSpec spec) {
    FeatureShape table = new FeatureShape(List.of(), WIDTH, new int[] {3});
    FeatureShape texts = FeatureShape.ofSequence(SequenceShape.ofCodes(50, TIME));
    FeatureShape shape = spec.reads(table) ? table : texts;
    FeatureShape frames = FeatureShape.ofSequence(SequenceShape.ofFrames(TIME, WIDTH));
    if (spec.reads(frames)) {
      frameEncoderDoesNotLeak(narrow(spec), frames);
      return;
    }
    if (!spec.reads(shape)) {
      imageEncoderDoesNotLeak(spec);
      return;
    }
    try (Parameters parameters = new Parameters(new Seed(1))) {
      Encoder encoder = spec.build(shape, parameters);
      boolean codes = shape.sequence() != null;
      assertThat(growth(() -> codes ? textStep(encoder) : step(encoder))).isLessThan(ALLOWED);
    }
  }

  private static Tensor textStep(Encoder encoder) {
    boolean[] mask = new boolean[BATCH * TIME];
    long[] codes = new long[mask.length];
    for (int at = 0; at < codes.length; at++) {
      mask[at] = at % TIME == 0 || at % 3 > 0;
      codes[at] = at % 50;
    }
    TokenRows tokens =
        new TokenRows(
            Tensors.ofLongs(codes, BATCH, TIME), Tensors.ofBooleans(mask, BATCH, TIME), null);
    Tensor none = Tensors.empty(ScalarType.Float, BATCH, 0);
    return encoder
        .forward(EncoderInput.ofTokens(none, tokens), Pass.training(new Seed(2)))
        .pooled();
  }

  /** So that many steps take little time; one leaked tensor [256, 8, 16] would still show. */
  private static EncoderSpec narrow(EncoderSpec spec) {
    return spec instanceof FrameTransformer.Spec
        ? new FrameTransformer.Spec(16, 1, 2, 1, FrameReading.Pooling.ATTENTION, 0.1, 0.1)
        : spec;
  }

  private static void frameEncoderDoesNotLeak(EncoderSpec spec, FeatureShape shape) {
    try (Parameters parameters = new Parameters(new Seed(1))) {
      Encoder encoder = spec.build(shape, parameters);
      assertThat(growth(() -> frameStep(encoder))).isLessThan(ALLOWED);
    }
  }

  private static Tensor frameStep(Encoder encoder) {
    boolean[] mask = new boolean[BATCH * TIME];
    float[] times = new float[mask.length];
    for (int at = 0; at < mask.length; at++) {
      mask[at] = at % TIME <= at / TIME % TIME;
      times[at] = at % TIME * 1.5f;
    }
    TokenRows rows =
        new TokenRows(
            torch.rand(BATCH, TIME, WIDTH),
            Tensors.ofBooleans(mask, BATCH, TIME),
            Tensors.ofFloats(times, BATCH, TIME));
    EncoderInput input = EncoderInput.ofTokens(torch.empty(BATCH, 0), rows);
    return encoder.forward(input, Pass.training(new Seed(2))).pooled();
  }

  /** With images enough that one leaked map a step would show. */
  private static void imageEncoderDoesNotLeak(EncoderSpec spec) {
    EncoderSpec narrow =
        spec instanceof ResNetEncoder.Spec net
            ? new ResNetEncoder.Spec(4, net.stem(), 0.2, new Augmentation(Flip.BOTH, 2))
            : spec;
    FeatureShape shape = FeatureShape.ofSequence(SequenceShape.ofArrays(2, 3, 64, 64));
    try (Parameters parameters = new Parameters(new Seed(1))) {
      Encoder encoder = narrow.build(shape, parameters);
      assertThat(growth(() -> imageStep(encoder))).isLessThan(ALLOWED);
    }
  }

  private static Tensor imageStep(Encoder encoder) {
    Tensor images = torch.rand(4, 2, 3, 64, 64);
    boolean[] some = {true, false, true, true, true, false, true, true};
    TokenRows rows = new TokenRows(images, Tensors.ofBooleans(some, 4, 2), null);
    EncoderInput input = EncoderInput.ofTokens(torch.empty(4, 0), rows);
    return encoder.forward(input, Pass.training(new Seed(2))).pooled();
  }

  private static Tensor step(Encoder encoder) {
    Tensor codes = Tensors.ofLongs(new long[BATCH], BATCH, 1);
    Pass pass = Pass.training(new Seed(2));
    return encoder.forward(new EncoderInput(randomLeaf(), codes), pass).pooled();
  }

  private static Tensor randomLeaf() {
    return torch.rand(BATCH, WIDTH).set_requires_grad(true);
  }

  private interface Step {
    Tensor output();
  }

  /**
   * The least growth of the process over several rounds of {@link #STEPS} steps: a leak grows in
   * every round, while the virtual machine's own memory grows in some.
   */
  private static long growth(Step step) {
    repeat(step, STEPS / 3);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least >= ALLOWED; round++) {
      long before = Pointer.physicalBytes();
      repeat(step, STEPS);
      least = Math.min(least, Pointer.physicalBytes() - before);
    }
    return least;
  }

  private static void repeat(Step step, int times) {
    for (int i = 0; i < times; i++) {
      try (PointerScope scope = new PointerScope()) {
        step.output().sum().backward();
      }
    }
  }
}
