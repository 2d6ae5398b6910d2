package org.interfuse.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.explain.Explanation;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
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
 */
public record ExplainRun(
    Explanation explanation,
    List<TargetSchema> targets,
    @Nullable String by,
    Map<String, int[]> groups,
    int smallestCell,
    Seed seed) {
  public ExplainRun {
    targets = List.copyOf(targets);
  }

  /**
   * Explains every subject found.
   *
   * @param by column of the cohort's table, or null
   */
  public static ExplainRun run(
      TrainedModel model, NewData data, @Nullable String by, Findings findings, Progress progress) {
    List<String> attributes = by == null ? List.of() : List.of(by);
    Cohort cohort = data.read(model, false, attributes, findings, progress);
    Explanation explanation =
        Explanation.of(
            model.network(),
            model.targets(),
            model.preprocessing(),
            model.preprocessing().apply(cohort),
            progress);
    int smallest = model.study().report().smallestCell();
    Seed seed = LoadedStudy.seed(model.study()).at("explain");
    return new ExplainRun(
        explanation, model.targets(), by, groups(cohort, by, smallest), smallest, seed);
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
    int subject = explanation.cohort().ids().indexOf(id);
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
   * @param subject whose own explanation is wanted too, or null
   */
  public ObjectNode json(int top, @Nullable String subject) {
    return ExplainJson.of(this, top, subject);
  }
}
