package org.interfuse.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.explain.Contributions;
import org.interfuse.explain.ExplainedTarget;
import org.interfuse.explain.Explanation;
import org.interfuse.explain.PlaceEffects;
import org.interfuse.explain.WordEffects;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Ensemble;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verb {@code explain}.
 *
 * @param explanation of every subject
 * @param targets what is predicted, in the study's order
 * @param by column of the cohort's table by which subjects are grouped; null for none
 * @param groups per level of it the subjects, smaller ones than the smallest cell left out
 * @param smallestCell the fewest subjects that a figure is drawn from, as the model's study says
 * @param seed of the intervals
 * @param words of the texts of the one subject that was asked for; empty where none was
 * @param places of its images
 */
public record ExplainRun(
    Explanation explanation,
    List<TargetSchema> targets,
    @Nullable String by,
    Map<String, int[]> groups,
    int smallestCell,
    Seed seed,
    List<WordEffects> words,
    List<PlaceEffects> places) {
  public ExplainRun {
    targets = List.copyOf(targets);
    words = List.copyOf(words);
    places = List.copyOf(places);
  }

  /**
   * Explains every subject found.
   *
   * @param by column of the cohort's table, or null
   * @param subject id of the one whose words are wanted, or null
   * @throws FindingsException if there is none of that id
   */
  public static ExplainRun run(
      TrainedModel model,
      NewData data,
      @Nullable String by,
      @Nullable String subject,
      Findings findings,
      Progress progress) {
    List<String> attributes = by == null ? List.of() : List.of(by);
    Cohort cohort = data.read(model, false, attributes, findings, progress);
    int asked = subject == null ? -1 : subject(cohort, subject);
    PreparedCohort prepared = model.preprocessing().apply(cohort);
    Explanation explanation =
        Explanation.of(model.network(), model.targets(), model.preprocessing(), prepared, progress);
    List<ExplainedTarget> targets =
        explanation.contributions().stream().map(Contributions::target).toList();
    Ensemble network = model.network();
    List<WordEffects> words =
        asked < 0
            ? List.of()
            : WordEffects.of(network, targets, model.preprocessing(), prepared, asked);
    List<PlaceEffects> places =
        asked < 0 ? List.of() : PlaceEffects.of(network, targets, prepared, asked);
    int smallest = model.study().report().smallestCell();
    Seed seed = LoadedStudy.seed(model.study()).at("explain");
    return new ExplainRun(
        explanation,
        model.targets(),
        by,
        groups(cohort, by, smallest),
        smallest,
        seed,
        words,
        places);
  }

  private static Map<String, int[]> groups(Cohort cohort, @Nullable String by, int smallest) {
    Map<String, int[]> groups = new TreeMap<>();
    if (by != null) {
      List<String> cells = java.util.Objects.requireNonNull(cohort.attributes().get(by));
      for (String level : cells.stream().filter(cell -> !cell.isEmpty()).distinct().toList()) {
        int[] members =
            IntStream.range(0, cells.size()).filter(i -> cells.get(i).equals(level)).toArray();
        if (members.length >= smallest) {
          groups.put(level, members);
        }
      }
    }
    return groups;
  }

  /** All subjects of the cohort. */
  public int[] everybody() {
    return IntStream.range(0, explanation.cohort().size()).toArray();
  }

  /**
   * Where a subject stands in the cohort.
   *
   * @throws FindingsException if there is none of that id
   */
  public int subject(String id) {
    return subject(explanation.cohort(), id);
  }

  private static int subject(Cohort cohort, String id) {
    int subject = cohort.ids().indexOf(id);
    if (subject < 0) {
      throw new FindingsException(
          Finding.of("--subject", "expected the id of a subject", "none of that id").withValue(id));
    }
    return subject;
  }

  /**
   * The same as a tree.
   *
   * @param top how many features of each output
   * @param subject whose own explanation is wanted too, the one that was asked for, or null
   */
  public ObjectNode json(int top, @Nullable String subject) {
    return ExplainJson.of(this, top, subject);
  }
}
