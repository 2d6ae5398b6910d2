package org.interfuse.preprocessing.text;

import java.util.Arrays;

/**
 * Distinct tokens, numbered from 0 in order of addition, in one array of characters: found without
 * making a text of each occurrence. Not thread-safe while it grows.
 */
final class TokenTable {
  private char[] characters = new char[1 << 12];
  private int[] ends = new int[1 << 8];
  private int[] slots = new int[1 << 10];
  private int count;

  TokenTable() {
    Arrays.fill(slots, -1);
  }

  int size() {
    return count;
  }

  String get(int token) {
    int from = begin(token);
    return new String(characters, from, ends[token] - from);
  }

  /** The number of a token, or -1. */
  int find(char[] text, int from, int to) {
    return slots[slot(text, from, to)];
  }

  /** The number of a token, which is added if it is new. */
  int add(char[] text, int from, int to) {
    int slot = slot(text, from, to);
    if (slots[slot] >= 0) {
      return slots[slot];
    }
    int used = begin(count);
    int length = to - from;
    if (used + length > characters.length) {
      characters = Arrays.copyOf(characters, Math.max(used + length, characters.length * 2));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    System.arraycopy(text, from, characters, used, length);
    ends[count] = used + length;
    slots[slot] = count++;
    if (count * 2 > slots.length) {
      grow();
    }
    return count - 1;
  }

  private int begin(int token) {
    return token == 0 ? 0 : ends[token - 1];
  }

  /** Where a token stands, or would. */
  private int slot(char[] text, int from, int to) {
    int slot = hash(text, from, to) & (slots.length - 1);
    while (slots[slot] >= 0) {
      int start = begin(slots[slot]);
      if (Arrays.equals(characters, start, ends[slots[slot]], text, from, to)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    slots = new int[slots.length * 4];
    Arrays.fill(slots, -1);
    for (int token = 0; token < count; token++) {
      slots[slot(characters, begin(token), ends[token])] = token;
    }
  }

  private static int hash(char[] text, int from, int to) {
    int hash = 1;
    for (int at = from; at < to; at++) {
      hash = 31 * hash + text[at];
    }
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 15;
  }
}
