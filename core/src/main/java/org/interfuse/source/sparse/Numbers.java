package org.interfuse.source.sparse;

import java.lang.reflect.Array;

/** An array of Java numbers of any type, as an HDF5 file gives them. */
final class Numbers {
  private final Object array;

  /**
   * Of a primitive array.
   *
   * @throws ClassCastException if it is none
   */
  Numbers(Object array) {
    if (!array.getClass().isArray() || !array.getClass().getComponentType().isPrimitive()) {
      throw new ClassCastException("numbers are expected");
    }
    this.array = array;
  }

  int count() {
    return Array.getLength(array);
  }

  long whole(int i) {
    if (array instanceof int[] numbers) {
      return numbers[i];
    }
    return array instanceof long[] numbers ? numbers[i] : (long) number(i);
  }

  float number(int i) {
    if (array instanceof float[] numbers) {
      return numbers[i];
    }
    if (array instanceof double[] numbers) {
      return (float) numbers[i];
    }
    if (array instanceof int[] numbers) {
      return numbers[i];
    }
    if (array instanceof boolean[] flags) {
      return flags[i] ? 1 : 0;
    }
    return (float) Array.getDouble(array, i);
  }
}
