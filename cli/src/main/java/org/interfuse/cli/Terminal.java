package org.interfuse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interfuse.progress.Progress;

/** Whether somebody is watching. */
final class Terminal {
  private static final int OUT = 1;
  private static final int ERR = 2;

  private Terminal() {}

  /** A bar on a terminal, plain lines elsewhere, nothing if quiet. */
  static Progress progress(boolean quiet) {
    return quiet ? Progress.SILENT : new TerminalProgress(System.err, isTerminal(ERR));
  }

  /** Text that must not be overlooked: red where standard output is a terminal. */
  static String loud(String text) {
    return isTerminal(OUT) ? "\u001b[1;31m" + text + "\u001b[0m" : text;
  }

  /**
   * Whether a stream leads to a terminal. Linux says it of each stream; elsewhere Java knows only
   * whether input and output both do.
   */
  private static boolean isTerminal(int descriptor) {
    String term = System.getenv("TERM");
    if (term == null || term.equals("dumb")) {
      return false;
    }
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      Path stream = Files.readSymbolicLink(link);
      return stream.startsWith("/dev/pts") || stream.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }
}
