package org.interfuse.preprocessing.text;

/** Reads a text as codes of a vocabulary. Not thread-safe. */
interface TokenReader {
  /**
   * Appends the codes of a text to a list.
   *
   * @param codes receives them, 0 for what is not in the vocabulary
   */
  void read(String text, IntList codes);
}
