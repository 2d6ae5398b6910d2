package org.interfuse.cli;

import org.interfuse.progress.Progress;

/** Whether somebody is watching. */
final class Terminal {
  private Terminal() {}

  /** A bar on a terminal, plain lines elsewhere, nothing if quiet. */
  static Progress progress(boolean quiet) {
    return quiet ? Progress.SILENT : new TerminalProgress(System.err, isTerminal());
  }

  private static boolean isTerminal() {
    String term = System.getenv("TERM");
    return System.console() != null && term != null && !term.equals("dumb");
  }
}
