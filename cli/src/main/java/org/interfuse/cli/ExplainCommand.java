package org.interfuse.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.interfuse.finding.Findings;
import org.interfuse.run.ExplainFiles;
import org.interfuse.run.ExplainRun;
import org.interfuse.run.Json;
import org.interfuse.run.ModelFile;
import org.interfuse.run.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description =
        "Says what a kept model's predictions rest on: modalities, weights of the fusion, columns.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private ModelDataOptions data = new ModelDataOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description = "Write the explanation of every subject here, all columns included.")
  private @Nullable Path output;

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, and nothing else there.")
  private boolean json;

  @Option(
      names = "--subject",
      paramLabel = "ID",
      description = "Print the explanation of this subject too, words and places included.")
  private @Nullable String subject;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many columns are printed (default: ${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      description =
          "Contributions within each level of this column of the cohort's table; groups of fewer"
              + " than 10 subjects are not shown.")
  private @Nullable String by;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (top < 1) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(command).commandLine(),
          "Invalid value for option '--top': expected 1 or more, but it is " + top);
    }
    Findings findings = new Findings();
    try (TrainedModel model = ModelFile.read(data.model())) {
      ExplainRun run =
          ExplainRun.run(
              model, data.newData(), by, subject, findings, Terminal.progress(data.quiet()));
      Answers.warnings(System.err, findings.warnings(), data.showValues());
      String text =
          json ? Json.text(run.json(top, subject)) : new ExplainText(run, top).text(subject);
      if (output != null) {
        new ExplainFiles(run, output, data.npy()).write(top);
      }
      System.out.print(text);
    }
    return 0;
  }
}
