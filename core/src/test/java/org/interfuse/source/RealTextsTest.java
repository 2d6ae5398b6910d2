package org.interfuse.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.SharedData;
import org.interfuse.finding.Findings;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.TokenCounts;
import org.interfuse.preprocessing.text.FittedText;
import org.interfuse.preprocessing.text.TextPreprocessing;
import org.interfuse.preprocessing.text.TextPreprocessing.Tokenizer;
import org.interfuse.progress.Progress;
import org.interfuse.source.TextSource.Rows;
import org.junit.jupiter.api.Test;

/** Public texts: figures of Python's csv module on the same files. */
final class RealTextsTest {
  private static Loaded load(Path folder, TextSource source) {
    return source.read(
        new SourceContext("text", folder, null, null, new Findings(), Progress.SILENT));
  }

  private static TextSource of(String file, String... columns) {
    return new TextSource(
        List.of(file), List.of(columns), new TableFormat(), new IdSpec(), Rows.ONE);
  }

  private static SequenceFeatures prepared(Loaded loaded, Tokenizer tokenizer) {
    int[] all = IntStream.range(0, loaded.data().rows()).toArray();
    TextPreprocessing options = new TextPreprocessing(tokenizer, 8_000, 2, 256);
    FittedText fitted = (FittedText) options.fit("text", loaded.data(), all);
    return fitted.apply(loaded.data());
  }

  /** 4,143 reviews; 1,900 line feeds stand in quoted cells. */
  @Test
  void reviewsOfDrugs() {
    Path folder = SharedData.folder("druglib");
    Loaded loaded =
        load(
            folder,
            of("drugLibTrain_raw.tsv", "benefitsReview", "sideEffectsReview", "commentsReview"));

    assertThat(loaded.ids()).hasSize(4_143);
    String all = String.join("", texts(loaded));
    assertThat(all.chars().filter(c -> c == TextData.SEPARATOR).count()).isEqualTo(2L * 4_143);
    assertThat(all.chars().filter(c -> c == '\n').count()).isEqualTo(1_900);

    SequenceFeatures words = prepared(loaded, Tokenizer.WORDS);
    TokenCounts counts = requireNonNull(words.counts());
    assertThat(words.rows()).isEqualTo(4_143);
    assertThat((double) counts.unknown() / counts.tokens()).isBetween(0.005, 0.05);
    assertThat(((SparseMatrix) counts.columns().matrix()).stored()).isGreaterThan(200_000);

    SequenceFeatures pieces = prepared(loaded, Tokenizer.SUBWORDS);
    TokenCounts ofPieces = requireNonNull(pieces.counts());
    assertThat((double) ofPieces.unknown() / ofPieces.tokens()).isCloseTo(0, within(0.001));
    assertThat(ofPieces.tokens()).isGreaterThan(counts.tokens());
  }

  @Test
  void postsWithCharactersLostBefore() {
    Path folder = SharedData.folder("mvsa");
    Loaded loaded = load(folder, of("posts.csv", "text"));

    assertThat(loaded.ids()).hasSize(4_000);
    assertThat(texts(loaded)).anyMatch(text -> text.contains("\uFFFD"));
  }

  private static List<String> texts(Loaded loaded) {
    TextData data = (TextData) loaded.data();
    return IntStream.range(0, data.rows()).mapToObj(data.texts()::get).toList();
  }
}
