package org.interfuse.preprocessing;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Frames in memory.
 *
 * @param rows per row its frames, row-major [frames × width]
 * @param starts per row the number of its first frame, and that of all frames
 */
record HeldFrames(float[][] rows, int[] starts, int width) implements TokenStore {
  @Override
  public int size() {
    return starts[rows.length];
  }

  @Override
  public Element element() {
    return Element.FLOAT32;
  }

  @Override
  public void read(int token, ByteBuffer target) {
    int found = Arrays.binarySearch(starts, token);
    int row = found >= 0 ? found : -found - 2; // every row has a frame, so starts are distinct
    target.asFloatBuffer().put(rows[row], (token - starts[row]) * width, width);
    target.position(target.position() + width * Float.BYTES);
  }

  @Override
  public long heldBytes() {
    return Arrays.stream(rows).mapToLong(own -> (long) Float.BYTES * own.length).sum();
  }
}
