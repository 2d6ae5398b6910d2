package org.interfuse.advice;

/** Tests of one candidate against another on the same subjects. */
@FunctionalInterface
public interface Differences {
  /** By names, of candidates or of the reference. */
  Difference between(String first, String second);
}
