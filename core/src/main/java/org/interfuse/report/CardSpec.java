package org.interfuse.report;

import org.interfuse.option.Meaning;

/**
 * What only people know of a model, in their words (Mitchell et al., Model Cards for Model
 * Reporting, FAT* 2019). Shown as plain text; an empty line begins a paragraph. Empty where nobody
 * said.
 *
 * @param intendedUse who should use it, for what
 * @param outOfScope what it must not be used for
 * @param factors groups, instruments and settings in which it may behave differently
 * @param limits what is known to be wrong or unknown
 * @param ethics risks to people, and what was done about them
 * @param contact whom to ask
 */
public record CardSpec(
    @Meaning("who should use the model, and for what") String intendedUse,
    @Meaning("what the model must not be used for") String outOfScope,
    @Meaning("groups, instruments and settings in which it may behave differently") String factors,
    @Meaning("what is known to be wrong, or is not known") String limits,
    @Meaning("risks to people, and what was done about them") String ethics,
    @Meaning("whom to ask") String contact) {
  /** Nobody said anything. */
  public CardSpec() {
    this("", "", "", "", "", "");
  }
}
