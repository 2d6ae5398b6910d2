package org.interfuse.preprocessing.text;

import java.util.List;
import org.interfuse.modality.PackedNames;

/**
 * A vocabulary that others learnt.
 *
 * @param tokens in the order of their published numbers, from 0
 * @param rules how it is read
 * @param sha256 of the file's bytes
 */
record GivenTokens(PackedNames tokens, GivenRules rules, String sha256) {
  /** The token that stands for what cannot be cut. */
  static final String UNKNOWN = "[UNK]";

  GivenTokens(List<String> tokens, GivenRules rules, String sha256) {
    this(PackedNames.of(tokens), rules, sha256);
  }
}
