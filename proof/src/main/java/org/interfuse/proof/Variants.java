package org.interfuse.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Providers;

/** Oracles by type, and the options that they name. */
final class Variants {
  private Variants() {}

  /**
   * The registered oracle of a type.
   *
   * @throws FindingsException if there are two, for the program cannot know which is right
   */
  static <O> Optional<O> oracle(Class<O> kind, Function<O, String> typeOf, String type) {
    List<O> found =
        Providers.load(kind, "oracle").stream()
            .filter(oracle -> typeOf.apply(oracle).equals(type))
            .toList();
    if (found.size() > 1) {
      List<String> names = found.stream().map(oracle -> oracle.getClass().getName()).toList();
      throw new FindingsException(
          Finding.of(
              "oracle of " + type,
              "each type has one oracle",
              String.join(" and ", names),
              List.of("take one of their jars off INTERFUSE_CLASSPATH")));
    }
    return found.stream().findFirst();
  }

  /**
   * The options to prove: those of the oracle, or the registered ones where there is none.
   *
   * @throws IllegalStateException naming the oracle, if it names none, fails, or names options of
   *     something else than what is registered
   */
  static <S, O> List<S> of(S registered, Optional<O> oracle, Function<O, List<S>> variants) {
    if (oracle.isEmpty()) {
      return List.of(registered);
    }
    String name = oracle.get().getClass().getName() + ".variants()";
    List<S> named;
    try {
      named = new ArrayList<>(variants.apply(oracle.get()));
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(name + " fails: " + e, e);
    }
    if (named.isEmpty()) {
      throw new IllegalStateException(name + " names no options, so there is nothing to prove");
    }
    for (S spec : named) {
      if (!spec.getClass().equals(registered.getClass())) {
        throw new IllegalStateException(
            "%s names options of %s, but registered is %s"
                .formatted(name, spec.getClass().getName(), registered.getClass().getName()));
      }
    }
    return named;
  }
}
