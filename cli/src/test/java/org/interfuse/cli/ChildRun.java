package org.interfuse.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One command line, run in a process of its own.
 *
 * @param exit the exit code
 * @param text what went to standard output and error
 */
record ChildRun(int exit, String text) {
  /** The words that start the program in a process of its own. */
  static List<String> words(Object... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dinterfuse.runs=" + System.getProperty("interfuse.runs", "target/runs"),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= 22) {
      words.add("--enable-native-access=ALL-UNNAMED");
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return words;
  }

  /** Runs words to their end. */
  static ChildRun of(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ChildRun(process.waitFor(), text);
  }

  /** Runs words in a shell that ran {@code before}. */
  static ChildRun in(String before, List<String> words) throws IOException, InterruptedException {
    List<String> shell = new ArrayList<>(List.of("sh", "-c", before + "; exec \"$@\"", "sh"));
    shell.addAll(words);
    return of(shell);
  }
}
