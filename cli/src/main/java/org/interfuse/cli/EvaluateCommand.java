package org.interfuse.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.concurrent.Callable;
import org.interfuse.comparison.MetricResult;
import org.interfuse.evaluation.Metrics;
import org.interfuse.finding.Findings;
import org.interfuse.run.EvaluateRun;
import org.interfuse.run.Json;
import org.interfuse.run.ModelFile;
import org.interfuse.run.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "evaluate",
    description = "Judges a kept model on subjects whose targets are known.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, and nothing else there.")
  private boolean json;

  @Override
  public Integer call() {
    Findings findings = new Findings();
    try (TrainedModel model = ModelFile.read(data.model())) {
      EvaluateRun run =
          EvaluateRun.run(model, data.newData(), findings, Terminal.progress(data.quiet()));
      Answers.warnings(System.err, findings.warnings(), data.showValues());
      System.out.print(json ? Json.text(run.json()) : text(run));
    }
    return 0;
  }

  private static String text(EvaluateRun run) {
    String head = "%d subjects".formatted(run.subjects());
    if (run.byPrior() > 0) {
      head += ", %d of them predicted by the training prior".formatted(run.byPrior());
    }
    String foot = "Bootstrap over subjects [95 % interval].";
    if (run.survival()) {
      foot += " Censoring weights are from these subjects: the model file holds nobody's times.";
    }
    return head + "\n" + table(run.metrics()) + "\n" + foot + "\n";
  }

  private static String table(List<MetricResult> metrics) {
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        metrics,
        List.of(
            new Column()
                .header("target")
                .dataAlign(HorizontalAlign.LEFT)
                .with(MetricResult::target),
            new Column()
                .header("metric")
                .dataAlign(HorizontalAlign.LEFT)
                .with(m -> Metrics.named(m.metric()).orElseThrow().label()),
            new Column().header("value").with(m -> ComparisonTable.text(m.estimate()))));
  }
}
