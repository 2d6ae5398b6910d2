package org.interfuse.run;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.audit.AuditInput;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.encoder.transfer.TransferredSpec;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.study.Study;
import tools.jackson.databind.node.ObjectNode;

/**
 * An encoder of a study that comes from a model file: what came from where.
 *
 * @param modality the study's
 * @param spec the encoder
 * @param numbers how many were taken over as its parameters
 * @param lineage the file's model, then those that it had the encoder from, the latest first
 */
public record TakenOver(
    String modality, TransferredSpec spec, long numbers, List<TrainedOn> lineage) {
  private static final String HELD_OUT = "held-out subjects must be new to an encoder";

  private record Use(String modality, TransferredSpec spec) {}

  public TakenOver {
    lineage = List.copyOf(lineage);
  }

  /** Whom the file's model was trained on; -1 where it does not say. */
  public int subjects() {
    return lineage.get(0).subjects();
  }

  /**
   * Whether some model of the lineage was trained on the subjects of this study, those held out
   * among them; otherwise nobody knows whether some are.
   */
  public boolean same() {
    return lineage.stream().anyMatch(TrainedOn::same);
  }

  /**
   * Every encoder that some network of a study takes over, each once.
   *
   * @param findings receives what does not fit the data, and what is worth knowing
   */
  static List<TakenOver> look(Study study, Cohort cohort, Findings findings) {
    List<TakenOver> all = new ArrayList<>();
    Findings own = new Findings();
    for (Use use : uses(study)) {
      String where = "modalities.%s.encoder".formatted(use.modality());
      CohortModality modality = cohort.modality(use.modality());
      try {
        use.spec().look(where, modality.data(), own);
        if (own.errors().isEmpty()) {
          TakenOver taken = of(use, cohort, modality);
          own.warning(Finding.of(where, HELD_OUT, taken.said()));
          all.add(taken);
        }
      } catch (FindingsException e) {
        e.findings().forEach(own::error);
      }
    }
    new LinkedHashSet<>(own.errors()).forEach(findings::error);
    new LinkedHashSet<>(own.warnings()).forEach(findings::warning);
    return all;
  }

  /** Those of them that one network uses. */
  static List<TakenOver> of(ModelSpec model, List<TakenOver> all) {
    List<Use> uses = uses(model);
    return all.stream()
        .filter(taken -> uses.contains(new Use(taken.modality(), taken.spec())))
        .toList();
  }

  private static Set<Use> uses(Study study) {
    Set<Use> uses = new LinkedHashSet<>(uses(study.model()));
    for (CandidateSpec candidate : study.comparison().candidates()) {
      if (candidate instanceof NetworkCandidate network) {
        uses.addAll(uses(network.model()));
      }
    }
    return uses;
  }

  private static List<Use> uses(ModelSpec model) {
    List<Use> uses = new ArrayList<>();
    for (ModalityEncoder one : model.encoders()) {
      boolean used =
          model.strategy() != Strategy.EARLY
              && (model.strategy() != Strategy.UNIMODAL || one.modality().equals(model.modality()));
      if (used && one.encoder() instanceof TransferredSpec spec) {
        uses.add(new Use(one.modality(), spec));
      }
    }
    return uses;
  }

  private static TakenOver of(Use use, Cohort cohort, CohortModality modality) {
    TrainedOn.Here here = new TrainedOn.Here(DataDigest.subjects(cohort), DataDigest.of(modality));
    List<TrainedOn> lineage = TrainedOn.lineage(use.spec(), here);
    return new TakenOver(use.modality(), use.spec(), use.spec().numbers(), lineage);
  }

  /** Whom it was trained on, and whether they are held out here. */
  public String said() {
    StringBuilder said = new StringBuilder();
    for (TrainedOn model : lineage) {
      said.append(said.isEmpty() ? "" : ", which has it from ")
          .append("%s, trained on %s".formatted(model.from(), model.subjectsInWords()))
          .append(model.same() ? " of this study, those held out among them" : "");
    }
    return said + (same() ? "" : "; whether some are held out here cannot be known");
  }

  /** What came from where, in one line. */
  public String describe() {
    return "%s from %s, modality %s (SHA-256 %s…), %s, %,d numbers%s"
        .formatted(
            modality,
            spec.from(),
            spec.modality(),
            spec.origin().sha256().substring(0, Math.min(12, spec.origin().sha256().length())),
            spec.weights(),
            numbers,
            lineage.stream().skip(1).map(one -> "; before from " + one.from()).collect(joining()));
  }

  AuditInput.Taken audited() {
    return new AuditInput.Taken(
        modality,
        lineage.stream()
            .map(one -> new AuditInput.Trained(one.from(), one.subjects(), one.same()))
            .toList());
  }

  /** By modality what came from where; a second one of a modality has a number. */
  static ObjectNode json(List<TakenOver> all) {
    ObjectNode root = Json.object();
    for (TakenOver taken : all) {
      String key = taken.modality();
      for (int number = 2; root.has(key); number++) {
        key = taken.modality() + " " + number;
      }
      ObjectNode node = root.putObject(key);
      node.put("modality", taken.modality());
      taken.lineage().get(0).write(node);
      node.put("weights", taken.spec().weights());
      node.put("numbers", taken.numbers());
      TrainedOn.write(node.putArray("before"), taken.lineage().subList(1, taken.lineage().size()));
    }
    return root;
  }
}
