package org.interfuse.encoder.frames;

import com.google.auto.service.AutoService;
import java.util.Objects;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.TokenRows;
import org.interfuse.encoder.frames.FrameReading.Pooling;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;

/** A transformer over frames that are vectors of numbers ({@link FrameReader}). */
public final class FrameTransformer implements Encoder {
  /**
   * {@code encoder: {type: frame-transformer}}; what the options are stands at {@link
   * FrameReading}.
   */
  @Meaning("a small transformer over frames of numbers and their times; tokens are the frames read")
  @AutoService(EncoderSpec.class)
  public record Spec(
      @Meaning("width of frames and layers, 3 or more") int width,
      @Meaning("number of layers, 1 or more") int layers,
      @Meaning("number of heads, a divisor of the width") int heads,
      @Meaning("hidden units of the feed-forward part for each element of the width, above 0")
          double feedForward,
      @Meaning("what becomes of the frames read") Pooling pooling,
      @Meaning("dropout rate of attention weights, in [0, 1)") double attentionDropout,
      @Meaning("dropout rate of frames, hidden units and the pooled vector, in [0, 1)")
          double dropout)
      implements EncoderSpec {
    public Spec {
      reading(width, layers, heads, feedForward, pooling, attentionDropout, dropout);
    }

    /** The defaults. */
    public Spec() {
      this(new FrameReading());
    }

    private Spec(FrameReading reading) {
      this(
          reading.width(),
          reading.layers(),
          reading.heads(),
          reading.feedForward(),
          reading.pooling(),
          reading.attentionDropout(),
          reading.dropout());
    }

    /** The options as those of frames of any kind. */
    public FrameReading reading() {
      return reading(width, layers, heads, feedForward, pooling, attentionDropout, dropout);
    }

    private static FrameReading reading(
        int width,
        int layers,
        int heads,
        double feedForward,
        Pooling pooling,
        double attentionDropout,
        double dropout) {
      return new FrameReading(
          width, layers, heads, feedForward, pooling, attentionDropout, dropout);
    }

    @Override
    public String type() {
      return "frame-transformer";
    }

    @Override
    public boolean reads(FeatureShape shape) {
      SequenceShape sequence = shape.sequence();
      return sequence != null && sequence.timed() && sequence.axes().length == 1;
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new FrameTransformer(this, Objects.requireNonNull(shape.sequence()), parameters);
    }
  }

  private final FrameReader reader;

  private FrameTransformer(Spec spec, SequenceShape frames, Parameters parameters) {
    reader = new FrameReader(spec.reading(), frames.tokenSize(), frames, parameters);
  }

  @Override
  public int width() {
    return reader.width();
  }

  @Override
  public long rowBytes() {
    return reader.frameBytes();
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    TokenRows rows = Objects.requireNonNull(input.tokens(), "tokens");
    return reader.forward(rows.values(), rows.mask(), rows.times(), pass);
  }
}
