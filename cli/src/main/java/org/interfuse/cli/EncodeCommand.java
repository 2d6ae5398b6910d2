package org.interfuse.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interfuse.finding.Findings;
import org.interfuse.run.EncodeRun;
import org.interfuse.run.ModelFile;
import org.interfuse.run.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "encode",
    description =
        "Writes the representations of each modality, and the fused vectors, of every subject.",
    mixinStandardHelpOptions = true)
final class EncodeCommand implements Callable<Integer> {
  @Mixin private ModelDataOptions data = new ModelDataOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where the files are written.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    Findings findings = new Findings();
    try (TrainedModel model = ModelFile.read(data.model())) {
      EncodeRun run =
          EncodeRun.run(model, data.newData(), findings, Terminal.progress(data.quiet()));
      Answers.warnings(System.err, findings.warnings(), data.showValues());
      List<String> names = run.write(output, data.npy());
      System.out.printf(
          "%d subjects: %s in %s%n", run.cohort().size(), String.join(", ", names), output);
      if (!run.fuses()) {
        System.out.println("A late model merges predictions: there are no fused vectors.");
      }
    }
    return 0;
  }
}
