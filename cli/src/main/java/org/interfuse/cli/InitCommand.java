package org.interfuse.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.interfuse.init.FolderScan;
import org.interfuse.init.InitRun;
import org.interfuse.init.WantedTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description =
        "Drafts a study from the tables and images of a folder, with comments on what was guessed.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "The folder of the tables.")
  private Path folder = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict, a class or a number (asked for on a terminal).")
  private String target = "";

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description = "For survival: a column of times; the first that is not missing counts.")
  private List<String> time = new ArrayList<>();

  @Option(
      names = "--event",
      paramLabel = "COLUMN",
      description = "For survival: the column that says whether the event was seen.")
  private String event = "";

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "The table of the subjects (default: the smallest with the target).")
  private String table = "";

  @Option(names = "--force", description = "Replace a study.yaml that is there.")
  private boolean force;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() {
    InitRun.requireFree(folder, force);
    FolderScan scan = FolderScan.read(folder, Terminal.progress(quiet));
    WantedTarget wanted = new WantedTarget(target(scan), time, event, table);
    Path file = InitRun.write(folder, scan, wanted, force);
    System.err.println("Wrote " + file + "; read it, then: interfuse check " + file);
    return 0;
  }

  private String target(FolderScan scan) {
    Console console = System.console();
    if (!target.isEmpty() || !event.isEmpty() || !time.isEmpty() || console == null) {
      return target;
    }
    System.err.println(
        "Columns that may be a target: " + String.join(", ", scan.targetCandidates()));
    String answer = console.readLine("Which column is to be predicted? ");
    return answer == null ? "" : answer.strip();
  }
}
