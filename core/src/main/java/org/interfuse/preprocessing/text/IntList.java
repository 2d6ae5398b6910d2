package org.interfuse.preprocessing.text;

import java.util.Arrays;

/** Numbers that are collected without an object for each. */
final class IntList {
  private int[] numbers = new int[64];
  private int size;

  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.addExact(size, size / 2));
    }
    numbers[size++] = number;
  }

  int get(int index) {
    return numbers[index];
  }

  int size() {
    return size;
  }

  /** Forgets all but the first. */
  void cut(int length) {
    size = Math.min(size, length);
  }

  /** The array itself, of which the first {@link #size} count. */
  int[] numbers() {
    return numbers;
  }

  int[] toArray() {
    return Arrays.copyOf(numbers, size);
  }
}
