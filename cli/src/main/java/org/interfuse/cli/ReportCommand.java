package org.interfuse.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.interfuse.run.ReportRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = "Draws report.html again from the files of a run folder.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "What compare -o wrote. The data are not needed.")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    Path file = ReportRun.write(java.util.Objects.requireNonNull(folder));
    System.err.println("Drawn to " + file + ".");
    return 0;
  }
}
