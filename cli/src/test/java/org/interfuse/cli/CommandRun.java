package org.interfuse.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One command line, run in this process with its streams caught.
 *
 * @param exit the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record CommandRun(int exit, String out, String err) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static CommandRun of(Object... arguments) {
    PrintStream usualOut = System.out;
    PrintStream usualErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
      int exit = Main.run(words);
      return new CommandRun(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(usualOut);
      System.setErr(usualErr);
    }
  }

  /** Standard output as JSON; fails if anything else stands there. */
  JsonNode json() {
    return tree(out);
  }

  static JsonNode tree(String text) {
    return MAPPER
        .rebuild()
        .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readTree(text);
  }

  /** The root of the checkout. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!folder.resolve("interfuse").toFile().isFile()) {
      folder = java.util.Objects.requireNonNull(folder.getParent(), "no folder holds interfuse");
    }
    return folder;
  }
}
