package org.interfuse.preprocessing.text;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingState;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenCounts;
import org.interfuse.preprocessing.text.TextPreprocessing.Tokenizer;

/** A {@link TextPreprocessing} after fitting. Immutable. */
public final class FittedText implements FittedPreprocessing {
  static final String TYPE = "text";

  private final String where;
  private final Tokenizer tokenizer;
  private final PackedNames vocabulary;
  private final int[] frequencies;
  private final int texts;
  private final FeatureShape shape;

  /**
   * @param vocabulary the tokens of code 1 and on
   * @param frequencies per token in how many training texts it stands
   * @param texts how many training texts there were
   * @param longest tokens of a text that are kept
   */
  FittedText(
      String where,
      Tokenizer tokenizer,
      PackedNames vocabulary,
      int[] frequencies,
      int texts,
      int longest) {
    this.where = where;
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.frequencies = frequencies;
    this.texts = texts;
    this.shape = FeatureShape.ofSequence(SequenceShape.ofCodes(vocabulary.size() + 1, longest));
  }

  @Override
  public FeatureShape shape() {
    return shape;
  }

  /** The tokens of code 1 and on. */
  public List<String> vocabulary() {
    return vocabulary;
  }

  @Override
  public SequenceFeatures apply(ModalityData data) {
    if (!(data instanceof TextData text)) {
      throw new IllegalArgumentException(
          "%s: expected texts, but it is %s".formatted(where, data.describe()));
    }
    TokenReader reader = tokenizer.reader(vocabulary);
    PackedTexts all = text.texts();
    int longest = java.util.Objects.requireNonNull(shape.sequence()).longest();
    int[] starts = new int[all.size() + 1];
    IntList codes = new IntList();
    int cut = 0;
    long tokens = 0;
    long unknown = 0;
    for (int row = 0; row < all.size(); row++) {
      reader.read(all.get(row), codes);
      int length = codes.size() - starts[row];
      for (int at = starts[row]; at < codes.size(); at++) {
        unknown += codes.get(at) == 0 ? 1 : 0;
      }
      tokens += length;
      cut += length > longest ? 1 : 0;
      codes.cut(starts[row] + longest);
      if (length == 0) {
        codes.add(0); // of spaces and control characters alone
      }
      starts[row + 1] = codes.size();
    }
    TokenCounts counts =
        new TokenCounts(
            cut,
            tokens,
            unknown,
            () ->
                new InverseFrequency(frequencies, texts)
                    .columns(all, tokenizer.reader(vocabulary), vocabulary, /* fitted by= */ this));
    return SequenceFeatures.ofCodes(shape, starts, codes.toArray(), counts);
  }

  @Override
  public KnownColumns columns() {
    return new KnownColumns(List.of(), List.of());
  }

  @Override
  public ModalityData nobody() {
    return TextData.nobody();
  }

  @Override
  public PreprocessingState state() {
    ByteBuffer counts = ByteBuffer.allocate(frequencies.length * Integer.BYTES);
    counts.asIntBuffer().put(frequencies);
    return new PreprocessingState(
        TYPE,
        Map.of("where", List.of(where), "tokenizer", List.of(tokenizer.name())),
        Map.of(
            "longest",
            new double[] {java.util.Objects.requireNonNull(shape.sequence()).longest()},
            "texts",
            new double[] {texts}),
        Map.of("vocabulary", vocabulary.toBytes(), "frequencies", counts.array()));
  }

  static FittedText restore(PreprocessingState state) {
    if (!state.type().equals(TYPE)) {
      throw new IllegalArgumentException(
          "expected the state of a 'text' preprocessing, but it is of '" + state.type() + "'");
    }
    PackedNames vocabulary = PackedNames.ofBytes(state.bytes("vocabulary"));
    int[] frequencies = new int[vocabulary.size()];
    ByteBuffer.wrap(state.bytes("frequencies")).asIntBuffer().get(frequencies);
    return new FittedText(
        state.texts("where").get(0),
        Tokenizer.valueOf(state.texts("tokenizer").get(0)),
        vocabulary,
        frequencies,
        (int) state.figures("texts")[0],
        (int) state.figures("longest")[0]);
  }
}
