package org.interfuse.pretrained;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.Objects;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.frozen.FrozenEncoder;
import org.interfuse.encoder.frozen.FrozenPreprocessing;
import org.interfuse.modality.ModalityKind;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.tensor.Parameters;

/**
 * The sentence encoder all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), frozen: six
 * layers, 384 numbers a text, English, the first 256 word pieces of a text. It comes with
 * Interfuse, with its weights in 8 bits, and needs no network. What it makes of a text is computed
 * once and kept on disk.
 *
 * @param weights {@code frozen}
 * @param tokens whether fusions that look at tokens are given one a word piece; otherwise each text
 *     is one vector
 */
@Meaning("the sentence encoder all-MiniLM-L6-v2, which comes with Interfuse; for texts")
@AutoService(EncoderSpec.class)
public record Minilm(
    @Meaning("where its weights come from: it is frozen, or not used") Weights weights,
    @Meaning("whether fusions are given a token for each word piece") boolean tokens)
    implements EncoderSpec {
  /** Where weights come from. */
  public enum Weights {
    /** As they were published; nothing trains. */
    FROZEN
  }

  /** The defaults. */
  public Minilm() {
    this(Weights.FROZEN, false);
  }

  @Override
  public String type() {
    return "minilm";
  }

  @Override
  public boolean reads(FeatureShape shape) {
    return FrozenEncoder.readsShape(shape) && !Objects.requireNonNull(shape.sequence()).timed();
  }

  @Override
  public boolean reads(ModalityKind kind) {
    return kind == ModalityKind.TEXTS;
  }

  @Override
  public PreprocessingSpec preprocessing(Path folder) {
    return new FrozenPreprocessing(new MinilmSource(tokens));
  }

  @Override
  public Encoder build(FeatureShape shape, Parameters parameters) {
    return new FrozenEncoder(shape, parameters);
  }
}
