package org.interfuse.baseline;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.target.Targets;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Knows of a subject only which modalities there are: a ridge model on the M presence indicators.
 * Where it predicts better than chance, being measured is itself informative, and a model that
 * handles missing modalities may owe its score to that.
 */
@Meaning("a ridge model that knows only which modalities a subject has")
@AutoService(BaselineSpec.class)
public record Presence() implements BaselineSpec {
  @Override
  public String type() {
    return "presence";
  }

  @Override
  public String budget() {
    return new Linear(Linear.Merge.EARLY).budget();
  }

  @Override
  public Optional<String> choice() {
    return new Linear(Linear.Merge.EARLY).choice();
  }

  @Override
  public boolean predicts(TargetType type) {
    return true;
  }

  @Override
  public FittedBaseline fit(
      PreparedCohort data, Target target, int[] train, int @Nullable [] groups, Seed seed) {
    return new Linear(Linear.Merge.EARLY)
        .fit(
            List.of(Inputs.presence()),
            Map.of(),
            data,
            target,
            Targets.present(target, train),
            groups,
            seed);
  }
}
