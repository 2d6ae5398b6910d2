package org.interfuse.encoder.wide;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which projections read which options of {@link WideEncoder.Spec}. */
final class UnreadOptions {
  private static final List<Option> OPTIONS =
      List.of(
          new Option(
              "components",
              WideEncoder.Spec::components,
              EnumSet.of(Projection.LOW_RANK, Projection.PCA, Projection.RANDOM)),
          new Option("keep", WideEncoder.Spec::keep, EnumSet.of(Projection.SCREENED)),
          new Option(
              "arithmetic",
              WideEncoder.Spec::arithmetic,
              EnumSet.of(Projection.DENSE, Projection.LOW_RANK)),
          new Option("optimiser", WideEncoder.Spec::optimiser, trained()),
          new Option("l1", WideEncoder.Spec::l1, trained()),
          new Option("group", WideEncoder.Spec::group, trained()));

  private UnreadOptions() {}

  /** An option that not every projection reads. */
  private record Option(
      String name, Function<WideEncoder.Spec, Object> value, Set<Projection> readBy) {
    boolean isUnread(WideEncoder.Spec spec, WideEncoder.Spec defaults) {
      return !readBy.contains(spec.projection())
          && !value.apply(spec).equals(value.apply(defaults));
    }

    String text() {
      String names = readBy.stream().map(UnreadOptions::name).collect(Collectors.joining(", "));
      return "%s (for %s)".formatted(name, names);
    }
  }

  /** Those with weights of columns that are trained. */
  private static Set<Projection> trained() {
    return EnumSet.of(Projection.DENSE, Projection.LOW_RANK, Projection.GROUPED);
  }

  /** What is set, other than by default, and is not read; empty where all is. */
  static Optional<String> of(WideEncoder.Spec spec) {
    WideEncoder.Spec defaults = new WideEncoder.Spec();
    List<String> unread = new ArrayList<>();
    for (Option option : OPTIONS) {
      if (option.isUnread(spec, defaults)) {
        unread.add(option.text());
      }
    }
    return unread.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "'projection: %s' does not read %s"
                .formatted(name(spec.projection()), String.join(", ", unread)));
  }

  static String name(Projection projection) {
    return projection.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
