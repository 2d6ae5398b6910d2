package org.interfuse.pretrained;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.encoder.frozen.FrozenEncoder;
import org.interfuse.encoder.frozen.FrozenPreprocessing;
import org.interfuse.image.Framing;
import org.interfuse.modality.ModalityKind;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.ImagePreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Any network in an ONNX file, frozen. Of images it is given one at a time, in one size, as float32
 * {@code (white · level / 255 − mean) / deviation}, channels first or last as its input says; of
 * texts their word pieces, where a tokenizer is named. Of its output the vector is taken, or of
 * several (places of an image, word pieces) their mean. What it makes of an item is computed once
 * and kept on disk, and the file goes into the model.
 *
 * @param path of the ONNX file
 * @param weights {@code frozen}
 * @param output the name of the output that is taken; null for the first
 * @param tokens whether fusions that look at tokens are given one a place or word piece
 * @param size height and width of an image, one number for both; empty for those of the network's
 *     input
 * @param fit what happens where an image has other proportions
 * @param middle with {@code fit: crop} the share of height and width that is looked at, around the
 *     middle; above 0, at most 1
 * @param background what lies beneath pixels that are not opaque, and around padded images
 * @param window of images of more than 8 bits a sample, what becomes 0 and what becomes 255; empty
 *     for each file's own least and greatest sample
 * @param order of the colours of the network's input
 * @param white what white is before mean and deviation, above 0; black is 0
 * @param mean per channel of the input, from 0 to {@code white}; a single one is for all
 * @param deviation per channel of the input, above 0
 * @param most images of a subject that are looked at: its first ones, of frames as many that are
 *     evenly spread; 1 or more
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
    @Meaning(
            "height and width of an image, one number is both; empty for those of the network's input")
        List<Integer> size,
    @Meaning("what happens where an image has other proportions") Framing.Fit fit,
    @Meaning(
            "with fit: crop the share of height and width that is looked at, around the middle; 0.875 is 224 of 256")
        double middle,
    @Meaning("what lies beneath pixels that are not opaque, and around padded images")
        ImagePreprocessing.Background background,
    @Meaning(
            "of more than 8 bits a sample: what becomes 0 and what 255; empty is each file's least and greatest")
        List<Double> window,
    @Meaning("the order of the colours of the network's input") Order order,
    @Meaning("what white is before mean and deviation: 1, or 255 for networks that are given bytes")
        double white,
    @Meaning("subtracted from levels from 0 to white, one for all channels or one each")
        List<Double> mean,
    @Meaning("what they are then divided by, above 0") List<Double> deviation,
    @Meaning(
            "how many images of a subject are looked at, its first ones, of frames evenly spread ones; 1 or more")
        int most,
    @Meaning("the tokenizer.json of a network of texts; none for images")
        @Nullable String tokenizer,
    @Meaning("word pieces of a text, of which the rest is cut; 1 or more") int longest,
    @Meaning("of images that follow each other in time: how what is made of these is read")
        FrameReading frames)
    implements EncoderSpec {
  /** How colours follow each other. */
  public enum Order {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red. */
    BGR
  }

  /** The defaults; a study must name the file. */
  public OnnxEncoder() {
    this("");
  }

  /** The first output of a file, of images as bytes over 255. */
  public OnnxEncoder(String path) {
    this(
        path,
        Minilm.Weights.FROZEN,
        null,
        false,
        List.of(),
        Framing.Fit.CROP,
        1,
        ImagePreprocessing.Background.BLACK,
        List.of(),
        Order.RGB,
        1,
        List.of(0.0),
        List.of(1.0),
        256,
        null,
        256,
        new FrameReading());
  }

  public OnnxEncoder {
    size = List.copyOf(size);
    window = List.copyOf(window);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (size.size() > 2 || size.stream().anyMatch(pixels -> pixels < 1)) {
      throw new IllegalArgumentException(
          "size: expected one number or height and width, each 1 or more, but it is " + size);
    }
    if (!(middle > 0 && middle <= 1)) {
      throw new IllegalArgumentException(
          "middle: expected above 0 and at most 1, but it is " + middle);
    }
    Framing.requireWindow(window);
    if (!(white > 0 && white < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("white: expected above 0, but it is " + white);
    }
    if (mean.isEmpty() || deviation.isEmpty() || deviation.stream().anyMatch(d -> !(d > 0))) {
      throw new IllegalArgumentException(
          "mean, deviation: expected one or more, deviations above 0, but they are %s and %s"
              .formatted(mean, deviation));
    }
    if (mean.stream().anyMatch(each -> !(each >= 0 && each <= white))) {
      throw new IllegalArgumentException(
          "mean: expected levels from 0 to white, which is %s (networks that are given bytes have white: 255), but it is %s"
              .formatted(white, mean));
    }
    if (most < 1) {
      throw new IllegalArgumentException("most: expected 1 or more, but it is " + most);
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
  public List<String> preparing() {
    return tokenizer == null
        ? List.of(
            "size",
            "fit",
            "middle",
            "background",
            "window",
            "order",
            "white",
            "mean",
            "deviation",
            "most")
        : List.of("tokenizer", "longest");
  }

  @Override
  public Optional<String> withoutEffect() {
    if (tokenizer == null) {
      return fit != Framing.Fit.CROP && middle != 1
          ? Optional.of("middle without 'fit: crop'")
          : Optional.empty();
    }
    OnnxEncoder usual = new OnnxEncoder();
    Map<String, Boolean> set = new LinkedHashMap<>();
    set.put("size", !size.equals(usual.size));
    set.put("fit", fit != usual.fit);
    set.put("middle", middle != usual.middle);
    set.put("background", background != usual.background);
    set.put("window", !window.equals(usual.window));
    set.put("order", order != usual.order);
    set.put("white", white != usual.white);
    set.put("mean", !mean.equals(usual.mean));
    set.put("deviation", !deviation.equals(usual.deviation));
    set.put("most", most != usual.most);
    set.values().removeIf(isSet -> !isSet);
    return set.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", set.keySet()) + " with a tokenizer, of texts");
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
