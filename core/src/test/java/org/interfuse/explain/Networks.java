package org.interfuse.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interfuse.cohort.Cohort;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Seed;
import org.interfuse.training.NetworkFit;
import org.interfuse.training.NetworkTrainer;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.params.provider.Arguments;

/** Small networks, briefly trained, and the cohort that they are asked about. */
record Networks(FittedCohort fitted, PreparedCohort data, NetworkFit fit, ExplainedTarget target)
    implements AutoCloseable {
  static final Seed SEED = new Seed(29);
  static final int SUBJECTS = 60;
  static final int NOBODY = 3;
  static final Progress.Task SILENT = Progress.SILENT.start("", 1);

  /** Every strategy, late with every combiner, and every kind of head. */
  static Stream<Arguments> all() {
    List<Arguments> networks = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Strategy strategy : Strategy.values()) {
        networks.add(Arguments.of(strategy, Combiner.MEAN, kind));
      }
      networks.add(Arguments.of(Strategy.LATE, Combiner.WEIGHTED, kind));
      networks.add(Arguments.of(Strategy.LATE, Combiner.STACKING, kind));
    }
    return networks.stream();
  }

  static Networks of(Strategy strategy, Combiner combiner, Kind kind) {
    return of(SmallCohort.model(strategy, combiner, kind), kind, 2);
  }

  static Networks of(ModelSpec model, Kind kind, int epochs) {
    return of(model, kind, epochs, 1);
  }

  /** Three networks that predict together, of every strategy and two kinds of head. */
  static Stream<Arguments> ensembles() {
    return Stream.of(Strategy.values())
        .flatMap(
            strategy ->
                Stream.of(Kind.CLASSIFICATION, Kind.COX)
                    .map(kind -> Arguments.of(strategy, Combiner.WEIGHTED, kind)));
  }

  static Networks ensemble(Strategy strategy, Combiner combiner, Kind kind) {
    return of(SmallCohort.model(strategy, combiner, kind), kind, 2, 3);
  }

  private static Networks of(ModelSpec model, Kind kind, int epochs, int members) {
    Cohort cohort = SmallCohort.of(SUBJECTS, List.of(kind), NOBODY, 4);
    int[] train = SmallCohort.range(0, 45);
    FittedCohort fitted = SmallCohort.fitted(cohort, train);
    PreparedCohort data = fitted.apply(cohort);
    TrainingSpec training =
        new TrainingSpec(epochs, 16, 1e-2, 1e-2, 0.05, 1, 20, 0.2, 7, 1).withEnsemble(members);
    NetworkFit fit =
        new NetworkTrainer("test", model, training, Progress.SILENT).fit(data, train, null, SEED);
    TargetSchema schema = schemas(cohort).get(0);
    return new Networks(fitted, data, fit, ExplainedTarget.of(schema, fit.network(), 0));
  }

  static List<TargetSchema> schemas(Cohort cohort) {
    return cohort.targets().stream().map(Target::schema).toList();
  }

  double[][] predict(PreparedCohort of) {
    int[] all = SmallCohort.range(0, of.cohort().size());
    return target.read(fit.network().predict(of, all).predictions().get(0));
  }

  /** Subjects of whom the network knows something. */
  int[] known() {
    int[] all = SmallCohort.range(0, SUBJECTS);
    boolean[] byPrior = fit.network().predict(data, all).byPrior();
    return java.util.Arrays.stream(all).filter(i -> !byPrior[i]).toArray();
  }

  @Override
  public void close() {
    fit.close();
  }
}
