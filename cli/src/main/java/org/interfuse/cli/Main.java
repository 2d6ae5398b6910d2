package org.interfuse.cli;

import java.io.IOException;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line. Exit 0: done; 1: what was asked did not hold; 2: usage, study or data at fault.
 */
@Command(
    name = "interfuse",
    description = "Trains, compares and serves multimodal models.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      InitCommand.class,
      CheckCommand.class,
      CompareCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      EncodeCommand.class,
      ExplainCommand.class,
      ReportCommand.class,
      ProveCommand.class,
      ListCommand.class,
      SchemaCommand.class
    })
public final class Main implements Runnable {
  static final int AT_FAULT = 2;

  @picocli.CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean stacktrace;

  @Option(
      names = "--show-values",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show the values of subjects in messages, on this terminal only.")
  private boolean showValues;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a command line and returns the exit code. */
  static int run(String... arguments) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(main::explain);
    line.setUnmatchedOptionsArePositionalParams(false);
    int exit = line.execute(arguments);
    return System.out.checkError() ? main.notWritten() : exit;
  }

  /** Whoever reads standard output must not take a part of it, or nothing, for the whole. */
  private int notWritten() {
    Finding finding =
        Finding.of(
            "standard output",
            "it must take all that is printed",
            "an end before that",
            List.of("its disk may be full, or its reader gone"));
    Answers.errors(System.err, List.of(finding), showValues);
    return AT_FAULT;
  }

  @Override
  public void run() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    throw new CommandLine.ParameterException(line, "Say which verb: " + verbs(line));
  }

  /** Whether the person who typed the command wants to see values of subjects. */
  static boolean showsValues(CommandLine.Model.@Nullable CommandSpec command) {
    return command != null && command.root().userObject() instanceof Main main && main.showValues;
  }

  private static String verbs(CommandLine line) {
    return String.join(", ", line.getSubcommands().keySet());
  }

  private int explain(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
    if (error instanceof FindingsException findings) {
      Answers.errors(System.err, findings.findings(), showValues);
    } else {
      System.err.println("error: " + describe(error));
    }
    if (stacktrace) {
      error.printStackTrace();
    } else if (!(error instanceof FindingsException)) {
      System.err.println("--stacktrace shows where it arose.");
    }
    return AT_FAULT;
  }

  /**
   * What a person can do something about. The message of any other error was not written for a
   * person, and may quote a cell: it is part of the stack trace.
   */
  private static String describe(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    if (!(root instanceof IOException) || message == null) {
      return "unexpected " + root.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse("");
  }
}
