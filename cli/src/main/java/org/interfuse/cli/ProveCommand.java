package org.interfuse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.interfuse.proof.ProofCatalog;
import org.interfuse.proof.ProofJson;
import org.interfuse.proof.ProofReport;
import org.interfuse.proof.ProofRun;
import org.interfuse.proof.ProofTask;
import org.interfuse.run.Json;
import org.interfuse.tensor.Seed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "prove",
    description = {
      "Proves every encoder, projection, fusion operator, head and late combiner on the class path",
      "against an independent computation, and prints the figures. Exit 1 if a proof fails."
    },
    mixinStandardHelpOptions = true)
final class ProveCommand implements Callable<Integer> {
  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description = "Prove this encoder; every such option may be repeated.")
  private List<String> encoders = new ArrayList<>();

  @Option(names = "--projection", paramLabel = "NAME", description = "Prove this projection.")
  private List<String> projections = new ArrayList<>();

  @Option(names = "--fusion", paramLabel = "NAME", description = "Prove this fusion operator.")
  private List<String> fusions = new ArrayList<>();

  @Option(names = "--head", paramLabel = "NAME", description = "Prove this head.")
  private List<String> heads = new ArrayList<>();

  @Option(names = "--combiner", paramLabel = "NAME", description = "Prove this late combiner.")
  private List<String> combiners = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where all numbers come from (default: ${DEFAULT-VALUE}).")
  private long seed = 20260101;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Parts proved at once (default: as many as there are cores).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--details",
      description = "Also print every proof with its bound and where its figure arose.")
  private boolean details;

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, and nothing else there.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() {
    List<ProofTask> tasks = ProofCatalog.load().select(wanted());
    long start = System.nanoTime();
    List<ProofRun.Proved> proved =
        ProofRun.run(tasks, new Seed(seed), workers, Terminal.progress(quiet));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (json) {
      System.out.print(Json.text(ProofJson.of(proved, seed)));
    } else {
      System.out.print(ProofTables.of(proved));
      System.out.print(ProofDetails.legend());
      System.out.print(ProofDetails.exemptions(proved));
      System.out.print(details ? ProofDetails.all(proved) : "");
      System.out.print(ProofDetails.failures(proved, seed));
      System.out.println(ProofDetails.verdict(proved, seed, seconds));
    }
    return proved.stream().anyMatch(part -> failed(part)) ? 1 : 0;
  }

  private static boolean failed(ProofRun.Proved part) {
    return part.report().status() == ProofReport.Status.FAILED;
  }

  private Map<ProofTask.Kind, List<String>> wanted() {
    return Map.of(
        ProofTask.Kind.ENCODER, encoders,
        ProofTask.Kind.PROJECTION, projections,
        ProofTask.Kind.FUSION, fusions,
        ProofTask.Kind.HEAD, heads,
        ProofTask.Kind.COMBINER, combiners);
  }
}
