package org.interfuse.baseline;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.target.Targets;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * The same for everybody: the training subjects' class shares, label shares, mean, or Kaplan–Meier
 * curve.
 */
@Meaning("the same for everybody: class shares, label shares, mean, or the Kaplan–Meier curve")
@AutoService(BaselineSpec.class)
public record Prevalence() implements BaselineSpec {
  @Override
  public String type() {
    return "prevalence";
  }

  @Override
  public boolean predicts(TargetType type) {
    return true;
  }

  @Override
  public FittedBaseline fit(
      PreparedCohort data, Target target, int[] train, int @Nullable [] groups, Seed seed) {
    int[] known = Targets.present(target, train);
    Outcome outcome = Outcome.of(target, known);
    return new AveragedParts(
        outcome,
        outcome.prior(target, known),
        List.of(),
        Map.of("training subjects", Integer.toString(known.length)));
  }
}
