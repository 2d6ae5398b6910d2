package org.interfuse.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a new JVM, for what can happen once in a process only. */
final class ChildJvm {
  private final Path output;
  private final Process process;

  private ChildJvm(Path output, Process process) {
    this.output = output;
    this.process = process;
  }

  /** Starts {@code main}; {@code folder} takes its output and crash reports. */
  static ChildJvm start(
      Path folder, Class<?> main, List<String> options, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    Path output = Files.createTempFile(folder, "child", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new ChildJvm(output, builder.start());
  }

  /** Waits for the end; the exit code stands in front of what it wrote. */
  String result() throws IOException, InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end after 60 s: " + Files.readString(output));
    }
    return "exit " + process.exitValue() + "\n" + Files.readString(output);
  }
}
