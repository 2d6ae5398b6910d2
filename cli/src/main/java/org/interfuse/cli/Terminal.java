package org.interfuse.cli;

import org.interfuse.progress.Progress;

/** Whether somebody is watching. */
final class Terminal {
  private Terminal() {}

  /** A bar on a terminal, plain lines elsewhere, nothing if quiet. */
  static Progress progress(boolean quiet) {
    return quiet ? Progress.SILENT : new TerminalProgress(System.err, isTerminal());
  }

  /** Text that must not be overlooked: red where standard output is a terminal. */
  static String loud(String text) {
    return isTerminal() ? "\u001b[1;31m" + text + "\u001b[0m" : text;
  }

  private static boolean isTerminal() {
    String term = System.getenv("TERM");
    return System.console() != null && term != null && !term.equals("dumb");
  }
}
