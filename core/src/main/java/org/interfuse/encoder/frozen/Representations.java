package org.interfuse.encoder.frozen;

import java.nio.ByteBuffer;
import java.util.List;
import org.interfuse.preprocessing.TokenStore;

/**
 * What a frozen network made of the items of a modality, in files that are mapped. Item i has the
 * tokens from {@code start(i)} on.
 */
final class Representations implements TokenStore {
  private final List<ByteBuffer> segments;
  private final int[] starts;
  private final int[] segmentOf;
  private final int[] firstIn;
  private final int[] itemOf;
  private final int tokenBytes;

  /**
   * Of n items.
   *
   * @param segments the tokens of each
   * @param segmentOf per item the segment that it is in
   * @param firstIn per item the number of its first token in that segment
   * @param lengths per item its tokens
   */
  Representations(
      List<ByteBuffer> segments, int[] segmentOf, int[] firstIn, int[] lengths, int width) {
    this.segments = List.copyOf(segments);
    this.segmentOf = segmentOf;
    this.firstIn = firstIn;
    this.tokenBytes = width * Float.BYTES;
    this.starts = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], lengths[i]);
    }
    this.itemOf = new int[starts[lengths.length]];
    for (int i = 0; i < lengths.length; i++) {
      java.util.Arrays.fill(itemOf, starts[i], starts[i + 1], i);
    }
  }

  /** The first token of an item. */
  int start(int item) {
    return starts[item];
  }

  /** Its tokens. */
  int length(int item) {
    return starts[item + 1] - starts[item];
  }

  @Override
  public int size() {
    return itemOf.length;
  }

  @Override
  public Element element() {
    return Element.FLOAT32;
  }

  @Override
  public void read(int token, ByteBuffer target) {
    int item = itemOf[token];
    int place = firstIn[item] + token - starts[item];
    target.put(segments.get(segmentOf[item]).slice(place * tokenBytes, tokenBytes));
  }

  @Override
  public long heldBytes() {
    return (long) Integer.BYTES * (itemOf.length + 3L * segmentOf.length);
  }
}
