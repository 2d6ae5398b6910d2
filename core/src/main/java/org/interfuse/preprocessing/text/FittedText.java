package org.interfuse.preprocessing.text;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
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
import org.jspecify.annotations.Nullable;

/** A {@link TextPreprocessing} after fitting. Immutable. */
public final class FittedText implements FittedPreprocessing {
  static final String TYPE = "text";

  private static final String GIVEN = "given";
  private static final String MARKS = "marks";

  private final String where;
  private final Tokenizer tokenizer;
  private final @Nullable GivenRules given;
  private final PackedNames vocabulary;
  private final int[] frequencies;
  private final int texts;
  private final FeatureShape shape;

  /**
   * @param given how a vocabulary that others learnt is read; null for one that was learnt here
   * @param vocabulary the tokens of code 1 and on
   * @param frequencies per token in how many training texts it stands
   * @param texts how many training texts there were
   * @param longest tokens of a text that are kept
   */
  FittedText(
      String where,
      Tokenizer tokenizer,
      @Nullable GivenRules given,
      PackedNames vocabulary,
      int[] frequencies,
      int texts,
      int longest) {
    this.where = where;
    this.tokenizer = tokenizer;
    this.given = given;
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

  private TokenReader reader() {
    return given == null ? tokenizer.reader(vocabulary) : new GivenReader(vocabulary, given);
  }

  @Override
  public SequenceFeatures apply(ModalityData data) {
    if (!(data instanceof TextData text)) {
      throw new IllegalArgumentException(
          "%s: expected texts, but it is %s".formatted(where, data.describe()));
    }
    TokenReader reader = reader();
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
                    .columns(all, reader(), vocabulary, /* fitted by= */ this));
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
    Map<String, List<String>> own = new LinkedHashMap<>();
    own.put("where", List.of(where));
    own.put("tokenizer", List.of(tokenizer.name()));
    if (given != null) {
      own.put(GIVEN, given.toTexts());
      own.put(MARKS, given.marks());
    }
    return new PreprocessingState(
        TYPE,
        own,
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
    GivenRules given =
        state.texts().containsKey(GIVEN)
            ? GivenRules.ofTexts(state.texts(GIVEN), state.texts(MARKS))
            : null;
    return new FittedText(
        state.texts("where").get(0),
        Tokenizer.valueOf(state.texts("tokenizer").get(0)),
        given,
        vocabulary,
        frequencies,
        (int) state.figures("texts")[0],
        (int) state.figures("longest")[0]);
  }
}
