package org.interfuse.image;

/** A file is no picture that can be decoded; its message says what was found. */
public final class BrokenImageException extends Exception {
  private static final long serialVersionUID = 1;

  BrokenImageException(String found) {
    super(found);
  }

  BrokenImageException(String found, Throwable cause) {
    super(found, cause);
  }

  /** What was found. */
  public String found() {
    return String.valueOf(getMessage());
  }
}
