package org.interfuse.audit;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.ImageData;
import org.jspecify.annotations.Nullable;

/**
 * Subjects of whom every frame is the same: a recording that was copied. A frame that two have in
 * common, a black one say, is nothing.
 */
final class AlikeFrames {
  private AlikeFrames() {}

  /** Each row with the first that has the same numbers. */
  static List<AlikeRows.Pair> pairs(FrameData frames) {
    return pairs(frames.rows(), row -> new Numbers(frames.values()[row]));
  }

  /** Equal bit by bit. A buffer of floats would hash them as whole numbers, fractions all alike. */
  private record Numbers(float[] values) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Numbers numbers && Arrays.equals(values, numbers.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** Each row with the first that has the same images in the same order. */
  static List<AlikeRows.Pair> pairs(ImageData images) {
    return pairs(
        images.rows(),
        row -> IntBuffer.wrap(images.images(), images.starts()[row], images.length(row)));
  }

  private static List<AlikeRows.Pair> pairs(int rows, IntFunction<Object> content) {
    Map<Object, Integer> firstOf = new HashMap<>();
    List<AlikeRows.Pair> pairs = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Integer first = firstOf.putIfAbsent(content.apply(row), row);
      if (first != null) {
        pairs.add(new AlikeRows.Pair(first, row));
      }
    }
    return pairs;
  }
}
