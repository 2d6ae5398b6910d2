package org.interfuse.preprocessing.text;

import com.google.auto.service.AutoService;
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
 * Turns texts into codes of a vocabulary that is learnt on training rows; code 0 is what it does
 * not hold.
 *
 * @param tokenizer what a token is
 * @param vocabulary the most tokens there are, the most frequent ones
 * @param minimumCount how often a word must stand in the training texts, at least 1
 * @param longest tokens of a text that are kept, from its start, at least 1
 */
@Meaning("codes of a vocabulary of words, or of pieces of words, learnt on training rows")
@AutoService(PreprocessingSpec.class)
public record TextPreprocessing(
    @Meaning("what a token is") Tokenizer tokenizer,
    @Meaning("most tokens of the vocabulary, the most frequent ones, 1 or more") int vocabulary,
    @Meaning("how often a word must stand in the training texts, 1 or more") int minimumCount,
    @Meaning("tokens of a text that are kept, from its start, 1 or more") int longest)
    implements PreprocessingSpec {

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
    this(Tokenizer.WORDS, 20_000, 2, 256);
  }

  public TextPreprocessing {
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
  public FittedPreprocessing fit(String where, ModalityData data, int[] trainingRows) {
    if (!(data instanceof TextData text)) {
      throw new FindingsException(
          Finding.of(where, "a 'text' preprocessing takes texts", "it is " + data.describe()));
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
    return new FittedText(where, tokenizer, tokens, frequencies, trainingRows.length, longest);
  }

  @Override
  public FittedPreprocessing restore(PreprocessingState state) {
    return FittedText.restore(state);
  }
}
