package org.interfuse.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.model.Ensemble;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.PreparedCohort;

/**
 * What each word of one subject's text adds to the subject's prediction: the prediction minus that
 * for the text without the word, wherever it stands (Li, Monroe and Jurafsky 2016,
 * arXiv:1612.08220). It asks the model and needs no gradient, so it is the same for a network that
 * was trained here and for one that is frozen. A text that had one word only is then absent.
 *
 * @param modality the text's
 * @param words of the text in order, in lower case
 * @param effects [target][output][word]
 */
public record WordEffects(String modality, List<String> words, double[][][] effects) {
  /** Words of a text after which it is not looked at further. */
  public static final int MOST_WORDS = 512;

  public WordEffects {
    words = List.copyOf(words);
  }

  /**
   * A word and what it adds.
   *
   * @param word in lower case
   * @param effect prediction minus prediction without it
   */
  public record Word(String word, double effect) {}

  /** The words that moved one output most; those that add nothing are left out. */
  public List<Word> largest(int target, int output, int most) {
    double[] own = effects[target][output];
    return IntStream.range(0, own.length)
        .filter(w -> own[w] != 0)
        .mapToObj(w -> new Word(words.get(w), own[w]))
        .sorted(Comparator.comparingDouble(word -> -Math.abs(word.effect())))
        .limit(most)
        .toList();
  }

  /**
   * Of every text that the network reads of a subject.
   *
   * @param data of the cohort
   * @param subject index into it
   */
  public static List<WordEffects> of(
      Ensemble network,
      List<ExplainedTarget> targets,
      FittedCohort fitted,
      PreparedCohort data,
      int subject) {
    List<WordEffects> all = new ArrayList<>();
    for (String name : Contributions.players(network)) {
      CohortModality modality = data.cohort().modality(name);
      if (modality.data() instanceof TextData texts && modality.has(subject)) {
        String text = texts.texts().get(modality.rowOf()[subject]);
        TextWords words = TextWords.of(text, MOST_WORDS);
        PreparedCohort without = without(fitted, data, subject, modality, words);
        all.add(new WordEffects(name, words.words(), Variants.effects(network, targets, without)));
      }
    }
    return all;
  }

  /** The subject again and again: first as it is, then without one word after another. */
  private static PreparedCohort without(
      FittedCohort fitted,
      PreparedCohort data,
      int subject,
      CohortModality modality,
      TextWords words) {
    PackedTexts.Builder texts = new PackedTexts.Builder().add(words.text());
    int[] rowOf = new int[1 + words.words().size()];
    int rows = 1;
    for (int w = 1; w < rowOf.length; w++) {
      String left = words.without(w - 1);
      rowOf[w] = left.isBlank() ? -1 : rows++;
      if (rowOf[w] >= 0) {
        texts.add(left);
      }
    }
    Prepared erased = fitted.of(modality.name()).apply(new TextData(texts.build(), 0));
    return Variants.of(data, subject, modality, erased, rowOf);
  }
}
