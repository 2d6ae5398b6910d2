package org.interfuse.preprocessing.text;

/** Cuts a text into words. Not thread-safe. */
interface WordSplitter {
  /** Hands every word of a text to whoever asked for it, in order. */
  void read(String text);
}
