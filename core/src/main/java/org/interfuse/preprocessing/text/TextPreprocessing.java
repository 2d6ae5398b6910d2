package org.interfuse.preprocessing.text;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.TextData;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.PreprocessingState;

/**
 * Turns texts into codes of a vocabulary that is learnt on training rows, or given; code 0 is what
 * it does not hold.
 *
 * @param file a vocabulary that others learnt, relative to the study; empty for one that is learnt
 * @param letters what becomes of the letters of texts, where the file does not say it
 * @param tokenizer what a token is
 * @param vocabulary the most tokens there are, the most frequent ones
 * @param minimumCount how often a word must stand in the training texts, at least 1
 * @param longest tokens of a text that are kept, from its start, at least 1
 */
@Meaning("codes of a vocabulary of words, or of pieces of words, learnt on training rows or given")
@AutoService(PreprocessingSpec.class)
public record TextPreprocessing(
    @Meaning(
            "a vocabulary that others learnt, vocab.txt or tokenizer.json of word pieces; none learns one")
        String file,
    @Meaning("of a vocab.txt: what becomes of the letters of texts") Letters letters,
    @Meaning("what a token is") Tokenizer tokenizer,
    @Meaning("most tokens of the vocabulary, the most frequent ones, 1 or more") int vocabulary,
    @Meaning("how often a word must stand in the training texts, 1 or more") int minimumCount,
    @Meaning("tokens of a text that are kept, from its start, 1 or more") int longest)
    implements PreprocessingSpec {
  private static final int MOST = 20_000;
  private static final int LEAST_COUNT = 2;

  /** What becomes of letters before a given vocabulary is looked up. */
  public enum Letters {
    /** As the vocabulary has them: as written if some piece has a capital letter. */
    @Meaning("as written where the vocabulary has capital letters, otherwise lower")
    AUTO,
    /** In lower case, without accents. */
    @Meaning("in lower case, without accents (uncased)")
    LOWER,
    /** As they are. */
    @Meaning("as they are (cased)")
    AS_WRITTEN
  }

  /** What a token is. */
  public enum Tokenizer {
    /** A word ({@link Words}). */
    @Meaning("a word in lower case, an emoji, or a punctuation mark")
    WORDS {
      @Override
      List<String> learn(WordCounts words, int most, int minimumCount) {
        return words.frequent(most, minimumCount);
      }

      @Override
      TokenReader reader(List<String> vocabulary) {
        return new WordReader(vocabulary);
      }
    },
    /** A piece of a word, learnt by byte-pair encoding ({@link PieceReader}). */
    @Meaning("a piece of such a word, so that few words are unknown (byte-pair encoding)")
    SUBWORDS {
      @Override
      List<String> learn(WordCounts words, int most, int minimumCount) {
        return PieceLearner.learn(words, most, minimumCount);
      }

      @Override
      TokenReader reader(List<String> vocabulary) {
        return new PieceReader(vocabulary);
      }
    };

    /** The tokens of code 1 and on. */
    abstract List<String> learn(WordCounts words, int most, int minimumCount);

    abstract TokenReader reader(List<String> vocabulary);
  }

  /** The defaults. */
  public TextPreprocessing() {
    this(Tokenizer.WORDS, MOST, LEAST_COUNT, 256);
  }

  /** With a vocabulary that is learnt. */
  public TextPreprocessing(Tokenizer tokenizer, int vocabulary, int minimumCount, int longest) {
    this("", Letters.AUTO, tokenizer, vocabulary, minimumCount, longest);
  }

  public TextPreprocessing {
    boolean learning =
        tokenizer != Tokenizer.WORDS || vocabulary != MOST || minimumCount != LEAST_COUNT;
    if (!file.isEmpty() && learning) {
      throw new IllegalArgumentException(
          "file: expected without tokenizer, vocabulary and minimum_count, which are of a"
              + " vocabulary that is learnt");
    }
    if (file.isEmpty() && letters != Letters.AUTO) {
      throw new IllegalArgumentException(
          "letters: expected beside 'file' alone, for a vocabulary that is given");
    }
    requirePositive("vocabulary", vocabulary);
    requirePositive("minimum_count", minimumCount);
    requirePositive("longest", longest);
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: expected 1 or more, but it is %,d".formatted(option, value));
    }
  }

  @Override
  public String type() {
    return FittedText.TYPE;
  }

  @Override
  public boolean accepts(ModalityData data) {
    return data instanceof TextData;
  }

  @Override
  public PreprocessingSpec opened(String where, Path folder) {
    return file.isEmpty()
        ? this
        : new GivenText(this, GivenFile.read(where + ".file", folder, file, letters));
  }

  /** With a vocabulary that others learnt; training rows say how frequent its tokens are. */
  FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows, GivenTokens given) {
    int[] frequencies =
        InverseFrequency.frequencies(
            requireTexts(where, data).texts(),
            trainingRows,
            new GivenReader(given.tokens(), given.rules()),
            given.tokens().size());
    return new FittedText(
        where, tokenizer, given.rules(), given.tokens(), frequencies, trainingRows.length, longest);
  }

  private static TextData requireTexts(String where, ModalityData data) {
    if (!(data instanceof TextData text)) {
      throw new FindingsException(
          Finding.of(where, "a 'text' preprocessing takes texts", "it is " + data.describe()));
    }
    return text;
  }

  @Override
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    TextData text = requireTexts(where, data);
    if (!file.isEmpty()) {
      throw new IllegalStateException(where + ": its file was not read yet");
    }
    WordCounts words = WordCounts.of(text.texts(), trainingRows);
    PackedNames tokens = PackedNames.of(tokenizer.learn(words, vocabulary, minimumCount));
    if (tokens.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              where,
              "some word must stand in the training texts %,d times".formatted(minimumCount),
              "none in %,d texts".formatted(trainingRows.length),
              List.of("say 'minimum_count: 1'")));
    }
    int[] frequencies =
        InverseFrequency.frequencies(
            text.texts(), trainingRows, tokenizer.reader(tokens), tokens.size());
    return new FittedText(
        where, tokenizer, null, tokens, frequencies, trainingRows.length, longest);
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return FittedText.restore(state);
  }
}
