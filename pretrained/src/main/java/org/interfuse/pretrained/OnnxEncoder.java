package org.interfuse.pretrained;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.frozen.FrozenEncoder;
import org.interfuse.encoder.frozen.FrozenPreprocessing;
import org.interfuse.image.Framing;
import org.interfuse.modality.ModalityKind;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Any network in an ONNX file, frozen. Of images it is given one at a time, in one size, as float32
 * {@code (level / 255 − mean) / deviation}, channels first or last as its input says; of texts
 * their word pieces, where a tokenizer is named. Of its output the vector is taken, or of several
 * (places of an image, word pieces) their mean. What it makes of an item is computed once and kept
 * on disk, and the file goes into the model.
 *
 * @param path of the ONNX file
 * @param weights {@code frozen}
 * @param output the name of the output that is taken; null for the first
 * @param tokens whether fusions that look at tokens are given one a place or word piece
 * @param size height and width of an image; empty for those of the network's input
 * @param fit what happens where an image has other proportions
 * @param mean per channel, in [0, 1]; a single one is for all
 * @param deviation per channel, above 0
 * @param tokenizer path of the {@code tokenizer.json} of a network of texts; null for images
 * @param longest word pieces of a text; the rest is cut
 * @param frames of images that follow each other in time, how what is made of these is read
 */
@Meaning("any network in an ONNX file, frozen; for images and texts")
@AutoService(EncoderSpec.class)
public record OnnxEncoder(
    @Meaning("the ONNX file") String path,
    @Meaning("where its weights come from: it is frozen, or not used") Minilm.Weights weights,
    @Meaning("the output that is taken; none for the first") @Nullable String output,
    @Meaning("whether fusions are given a token for each place or word piece") boolean tokens,
    @Meaning("height and width of an image; empty for those of the network's input")
        List<Integer> size,
    @Meaning("what happens where an image has other proportions") Framing.Fit fit,
    @Meaning("subtracted from levels in [0, 1], one for all channels or one each")
        List<Double> mean,
    @Meaning("what they are then divided by, above 0") List<Double> deviation,
    @Meaning("the tokenizer.json of a network of texts; none for images")
        @Nullable String tokenizer,
    @Meaning("word pieces of a text, of which the rest is cut; 1 or more") int longest,
    @Meaning("of images that follow each other in time: how what is made of these is read")
        FrameReading frames)
    implements EncoderSpec {
  /** The defaults; a study must name the file. */
  public OnnxEncoder() {
    this(
        "",
        Minilm.Weights.FROZEN,
        null,
        false,
        List.of(),
        Framing.Fit.CROP,
        List.of(0.0),
        List.of(1.0),
        null,
        256,
        new FrameReading());
  }

  /** With images in time read by default. */
  public OnnxEncoder(
      String path,
      Minilm.Weights weights,
      @Nullable String output,
      boolean tokens,
      List<Integer> size,
      Framing.Fit fit,
      List<Double> mean,
      List<Double> deviation,
      @Nullable String tokenizer,
      int longest) {
    this(
        path,
        weights,
        output,
        tokens,
        size,
        fit,
        mean,
        deviation,
        tokenizer,
        longest,
        new FrameReading());
  }

  public OnnxEncoder {
    size = List.copyOf(size);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (!(size.isEmpty() || size.size() == 2) || size.stream().anyMatch(pixels -> pixels < 1)) {
      throw new IllegalArgumentException(
          "size: expected [height, width] of 1 or more, but it is " + size);
    }
    if (mean.isEmpty() || deviation.isEmpty() || deviation.stream().anyMatch(d -> !(d > 0))) {
      throw new IllegalArgumentException(
          "mean, deviation: expected one or more, deviations above 0, but they are %s and %s"
              .formatted(mean, deviation));
    }
    if (longest < 1) {
      throw new IllegalArgumentException("longest: expected 1 or more, but it is " + longest);
    }
  }

  @Override
  public String type() {
    return "onnx";
  }

  @Override
  public boolean reads(FeatureShape shape) {
    return FrozenEncoder.readsShape(shape);
  }

  /** Texts with a tokenizer, images without; a file that is not named yet may be of either. */
  @Override
  public boolean reads(ModalityKind kind) {
    boolean images = kind == ModalityKind.IMAGES || kind == ModalityKind.IMAGE_FRAMES;
    boolean texts = kind == ModalityKind.TEXTS;
    return tokenizer == null ? images || texts && path.isEmpty() : texts;
  }

  @Override
  public String readable() {
    return tokenizer == null
        ? "images; one with a tokenizer reads texts"
        : "texts; one without tokenizer reads images";
  }

  @Override
  public PreprocessingSpec preprocessing(Path folder) {
    return new FrozenPreprocessing(new OnnxSource(this, folder));
  }

  @Override
  public Encoder build(FeatureShape shape, Parameters parameters) {
    return new FrozenEncoder(shape, frames, parameters);
  }
}
