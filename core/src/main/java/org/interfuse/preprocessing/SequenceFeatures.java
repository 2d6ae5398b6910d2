package org.interfuse.preprocessing;

import java.util.Objects;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;

/**
 * A modality of ordered tokens after preprocessing: words, images, frames, frozen representations.
 * Arrays are shared, not copied; do not write to them.
 *
 * @param shape of a sequence; without columns
 * @param starts [n + 1] ascending from 0: row i has the tokens from {@code starts[i]} to before
 *     {@code starts[i + 1]}, one or more
 * @param tokens codes of the vocabulary, or numbers in the store
 * @param store the arrays; null where tokens are codes
 * @param centre per index of an array's first axis (the channel of an image) what is subtracted;
 *     null for zeros
 * @param scale per index of an array's first axis what it is then multiplied with; null for ones
 * @param times per token, in the unit of its source; null where tokens have none
 * @param counts of codes, as columns; null where nobody counted them
 */
public record SequenceFeatures(
    FeatureShape shape,
    int[] starts,
    int[] tokens,
    @Nullable TokenStore store,
    float @Nullable [] centre,
    float @Nullable [] scale,
    float @Nullable [] times,
    @Nullable TokenCounts counts)
    implements Prepared {
  /** See the record's components. */
  public SequenceFeatures(
      FeatureShape shape,
      int[] starts,
      int[] tokens,
      @Nullable TokenStore store,
      float @Nullable [] centre,
      float @Nullable [] scale,
      float @Nullable [] times,
      @Nullable TokenCounts counts) {
    SequenceShape sequence = Objects.requireNonNull(shape.sequence(), "a sequence's shape");
    if (sequence.codes() != (store == null)) {
      throw new IllegalArgumentException("expected a store exactly where tokens are arrays");
    }
    requireRows(starts, tokens.length, sequence.longest());
    requireLength("centre", centre, store == null ? 0 : sequence.axes()[0]);
    requireLength("scale", scale, store == null ? 0 : sequence.axes()[0]);
    requireLength("times", times, tokens.length);
    if (sequence.timed() && times == null) {
      throw new IllegalArgumentException("times: expected one a frame, but there are none");
    }
    this.shape = shape;
    this.starts = starts;
    this.tokens = tokens;
    this.store = store;
    this.centre = centre;
    this.scale = scale;
    this.times = times;
    this.counts = counts;
  }

  /** Without counts. */
  public SequenceFeatures(
      FeatureShape shape,
      int[] starts,
      int[] tokens,
      @Nullable TokenStore store,
      float @Nullable [] centre,
      float @Nullable [] scale,
      float @Nullable [] times) {
    this(shape, starts, tokens, store, centre, scale, times, null);
  }

  /** Codes of a vocabulary, without times. */
  public static SequenceFeatures ofCodes(FeatureShape shape, int[] starts, int[] codes) {
    return new SequenceFeatures(shape, starts, codes, null, null, null, null);
  }

  /** Codes of a vocabulary, counted. */
  public static SequenceFeatures ofCodes(
      FeatureShape shape, int[] starts, int[] codes, TokenCounts counts) {
    return new SequenceFeatures(shape, starts, codes, null, null, null, null, counts);
  }

  private static void requireRows(int[] starts, int tokens, int longest) {
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != tokens) {
      throw new IllegalArgumentException(
          "starts: expected to lead from 0 to %,d tokens".formatted(tokens));
    }
    for (int row = 1; row < starts.length; row++) {
      int length = starts[row] - starts[row - 1];
      if (length < 1 || length > longest) {
        throw new IllegalArgumentException(
            "row %,d: expected 1 to %,d tokens, but it has %,d"
                .formatted(row - 1, longest, length));
      }
    }
  }

  private static void requireLength(String what, float @Nullable [] values, int expected) {
    if (values != null && values.length != expected) {
      throw new IllegalArgumentException(
          "%s: expected %,d, but there are %,d".formatted(what, expected, values.length));
    }
  }

  /** What its tokens are. */
  public SequenceShape sequence() {
    return Objects.requireNonNull(shape.sequence());
  }

  @Override
  public int rows() {
    return starts.length - 1;
  }

  /** Number of tokens of a row. */
  public int length(int row) {
    return starts[row + 1] - starts[row];
  }

  @Override
  public long cells() {
    long held = store == null ? 0 : store.heldBytes() / Float.BYTES;
    return tokens.length + held;
  }

  @Override
  public Features table() {
    if (store != null && sequence().axes().length == 3) {
      return Thumbnails.of(this, store);
    }
    if (store != null && !shape.names().isEmpty()) {
      return FrameSummaries.of(this, store);
    }
    throw new FindingsException(
        Finding.of(
            "modalities",
            "what reads columns needs a table",
            "a sequence of tokens, which has none",
            java.util.List.of("leave that candidate out")));
  }

  @Override
  public @Nullable WideFeatures wide() {
    return counts == null ? null : counts.columns();
  }

  @Override
  public SequenceFeatures select(int[] rows) {
    int[] chosenStarts = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      chosenStarts[i + 1] = chosenStarts[i] + length(rows[i]);
    }
    int[] chosen = new int[chosenStarts[rows.length]];
    float[] chosenTimes = times == null ? null : new float[chosen.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(tokens, starts[rows[i]], chosen, chosenStarts[i], length(rows[i]));
      if (times != null && chosenTimes != null) {
        System.arraycopy(times, starts[rows[i]], chosenTimes, chosenStarts[i], length(rows[i]));
      }
    }
    return new SequenceFeatures(
        shape,
        chosenStarts,
        chosen,
        store,
        centre,
        scale,
        chosenTimes,
        counts == null ? null : counts.select(rows));
  }
}
