package org.interfuse.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.preprocessing.TokenStore;
import org.junit.jupiter.api.Test;

class CoveredImagesTest {
  /** Images [1, 2, 4] of which number i holds 10 i, 10 i + 1, …. */
  private record Numbered(Element element) implements TokenStore {
    @Override
    public int size() {
      return 5;
    }

    @Override
    public void read(int token, ByteBuffer target) {
      for (int i = 0; i < 8; i++) {
        if (element == Element.UINT8) {
          target.put((byte) (10 * token + i));
        } else {
          target.putFloat(10 * token + i);
        }
      }
    }

    @Override
    public long heldBytes() {
      return 0;
    }
  }

  private static SequenceFeatures rows(TokenStore.Element element) {
    FeatureShape shape = FeatureShape.ofSequence(SequenceShape.ofArrays(3, 1, 2, 4));
    SequenceFeatures all =
        new SequenceFeatures(
            shape,
            new int[] {0, 1, 3},
            new int[] {4, 2, 3},
            new Numbered(element),
            new float[] {77},
            null,
            null);
    return new CoveredImages(all, 1, 1, 2).rows();
  }

  private static List<Integer> read(SequenceFeatures rows, int row, int image) {
    TokenStore store = java.util.Objects.requireNonNull(rows.store());
    ByteBuffer target = ByteBuffer.allocate(100).order(ByteOrder.nativeOrder());
    target.put((byte) 1); // rows are read one behind another
    store.read(rows.tokens()[rows.starts()[row] + image], target);
    List<Integer> read = new ArrayList<>();
    boolean bytes = store.element() == TokenStore.Element.UINT8;
    for (int at = 1; at < target.position(); at += store.element().bytes()) {
      read.add(bytes ? target.get(at) & 0xFF : Math.round(target.getFloat(at)));
    }
    return read;
  }

  @Test
  void oneImageOfTheRowIsCoveredSquareBySquare() {
    for (TokenStore.Element element : TokenStore.Element.values()) {
      SequenceFeatures rows = rows(element);

      assertThat(rows.rows()).isEqualTo(5);
      for (int row = 0; row < 5; row++) {
        assertThat(read(rows, row, 0)).containsExactly(20, 21, 22, 23, 24, 25, 26, 27);
      }
      assertThat(read(rows, 0, 1)).containsExactly(30, 31, 32, 33, 34, 35, 36, 37);
      assertThat(read(rows, 1, 1)).containsExactly(77, 77, 32, 33, 34, 35, 36, 37);
      assertThat(read(rows, 2, 1)).containsExactly(30, 31, 77, 77, 34, 35, 36, 37);
      assertThat(read(rows, 4, 1)).containsExactly(30, 31, 32, 33, 34, 35, 77, 77);
    }
  }
}
