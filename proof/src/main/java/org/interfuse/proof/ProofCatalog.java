package org.interfuse.proof;

import static java.lang.Double.NaN;
import static org.interfuse.proof.ProofTask.Kind.COMBINER;
import static org.interfuse.proof.ProofTask.Kind.ENCODER;
import static org.interfuse.proof.ProofTask.Kind.FUSION;
import static org.interfuse.proof.ProofTask.Kind.HEAD;
import static org.interfuse.proof.ProofTask.Kind.PROJECTION;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.Spelling;
import org.interfuse.study.SpecCatalog;
import org.interfuse.tensor.Seed;

/**
 * Every encoder, projection, fusion operator, head and late combiner on the class path, third-party
 * ones too.
 */
public final class ProofCatalog {
  private final List<ProofTask> tasks;

  private ProofCatalog(List<ProofTask> tasks) {
    this.tasks = List.copyOf(tasks);
  }

  /**
   * Finds them with {@code ServiceLoader}.
   *
   * @throws org.interfuse.finding.FindingsException if a registered class cannot be used, or a name
   *     is given twice
   */
  public static ProofCatalog load() {
    SpecCatalog specs = SpecCatalog.load();
    List<ProofTask> tasks = new ArrayList<>();
    add(tasks, ENCODER, specs, SpecCatalog.ENCODER, EncoderProofs::variants, EncoderProofs::prove);
    named(tasks, PROJECTION, ProjectionProofs.registered(), ProjectionProofs::prove);
    add(tasks, FUSION, specs, SpecCatalog.FUSION, FusionProofs::variants, FusionProofs::prove);
    add(tasks, HEAD, specs, SpecCatalog.HEAD, HeadProofs::variants, HeadProofs::prove);
    named(tasks, COMBINER, CombinerProofs.registered(), CombinerProofs::prove);
    return new ProofCatalog(tasks);
  }

  /** Every registered one with every set of options; one that fails where an oracle has none. */
  private static <S> void add(
      List<ProofTask> tasks,
      ProofTask.Kind kind,
      SpecCatalog specs,
      SpecCatalog.Kind<S> registered,
      Function<S, List<S>> variants,
      BiFunction<S, Seed, ProofReport> prove) {
    for (S spec : specs.all(registered)) {
      String name = registered.name().apply(spec);
      try {
        for (S variant : variants.apply(spec)) {
          tasks.add(ProofTask.of(kind, name, variant, seed -> prove.apply(variant, seed)));
        }
      } catch (IllegalStateException e) {
        String reason = String.valueOf(e.getMessage());
        Proof failed = new Proof("options to prove", false, NaN, NaN, false, reason);
        ProofReport report =
            new ProofReport(name, spec.toString(), true, List.of(failed), List.of());
        tasks.add(ProofTask.of(kind, name, spec, seed -> report));
      }
    }
  }

  private static void named(
      List<ProofTask> tasks,
      ProofTask.Kind kind,
      List<String> names,
      BiFunction<String, Seed, ProofReport> prove) {
    names.forEach(
        name -> tasks.add(ProofTask.of(kind, name, name, seed -> prove.apply(name, seed))));
  }

  /** All of them, by kind, name and options. */
  public List<ProofTask> tasks() {
    return tasks;
  }

  /**
   * Those that are named.
   *
   * @param wanted names by kind; no name at all means everything
   * @throws org.interfuse.finding.FindingsException for every name that nothing bears
   */
  public List<ProofTask> select(Map<ProofTask.Kind, List<String>> wanted) {
    Findings findings = new Findings();
    wanted.forEach((kind, names) -> names.forEach(name -> requireKnown(kind, name, findings)));
    findings.throwIfAny();
    if (wanted.values().stream().allMatch(List::isEmpty)) {
      return tasks;
    }
    return tasks.stream()
        .filter(task -> wanted.getOrDefault(task.kind(), List.of()).contains(task.name()))
        .toList();
  }

  private void requireKnown(ProofTask.Kind kind, String name, Findings findings) {
    TreeSet<String> known = new TreeSet<>();
    tasks.stream().filter(task -> task.kind() == kind).forEach(task -> known.add(task.name()));
    if (known.contains(name)) {
      return;
    }
    List<String> choices = new ArrayList<>(known);
    Spelling.nearest(name, known)
        .ifPresent(
            nearest -> {
              choices.remove(nearest);
              choices.add(0, "nearest: " + nearest);
            });
    findings.error(
        Finding.of("--" + kind.text(), "expected the name of one", "'" + name + "'", choices));
  }
}
