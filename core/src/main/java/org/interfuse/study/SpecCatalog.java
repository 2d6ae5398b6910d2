package org.interfuse.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.evaluation.Metric;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Providers;
import org.interfuse.finding.Spelling;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.head.HeadSpec;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.source.SourceSpec;

/**
 * Everything a study can name, found with {@code ServiceLoader}: each is a record whose public
 * no-argument constructor holds its defaults. Names are distinct within a kind, not across kinds.
 * Immutable, thread-safe.
 */
public final class SpecCatalog {
  /**
   * One open interface of options.
   *
   * @param type the interface
   * @param word what one is called in messages and in {@code interfuse list}
   * @param name the name of an instance in a study
   */
  public record Kind<T>(Class<T> type, String word, Function<T, String> name) {}

  public static final Kind<SourceSpec> SOURCE =
      new Kind<>(SourceSpec.class, "source", SourceSpec::type);
  public static final Kind<PreprocessingSpec> PREPROCESSING =
      new Kind<>(PreprocessingSpec.class, "preprocessing", PreprocessingSpec::type);
  public static final Kind<EncoderSpec> ENCODER =
      new Kind<>(EncoderSpec.class, "encoder", EncoderSpec::type);
  public static final Kind<FusionSpec> FUSION =
      new Kind<>(FusionSpec.class, "fusion", FusionSpec::type);
  public static final Kind<HeadSpec> HEAD = new Kind<>(HeadSpec.class, "head", HeadSpec::type);
  public static final Kind<BaselineSpec> BASELINE =
      new Kind<>(BaselineSpec.class, "baseline", BaselineSpec::type);
  public static final Kind<Metric> METRIC = new Kind<>(Metric.class, "metric", Metric::name);

  /** Every kind, in the order in which a study uses them. */
  public static final List<Kind<?>> KINDS =
      List.of(SOURCE, PREPROCESSING, ENCODER, FUSION, HEAD, BASELINE, METRIC);

  private final SortedMap<String, SortedMap<String, Object>> specs = new TreeMap<>();

  private SpecCatalog(Collection<?> instances) {
    List<Finding> mistakes = new ArrayList<>();
    for (Kind<?> kind : KINDS) {
      specs.put(kind.word(), byName(kind, instances, mistakes));
    }
    if (!mistakes.isEmpty()) {
      throw new FindingsException(mistakes);
    }
  }

  /**
   * Everything registered on the class path.
   *
   * @throws FindingsException if two of a kind share a name, or one is not a record or unusable
   */
  public static SpecCatalog load() {
    return load(Thread.currentThread().getContextClassLoader());
  }

  /** Everything registered with that class loader. */
  public static SpecCatalog load(ClassLoader loader) {
    List<Object> instances = new ArrayList<>();
    for (Kind<?> kind : KINDS) {
      instances.addAll(Providers.load(kind.type(), kind.word(), loader));
    }
    return of(instances);
  }

  /** Exactly these, with their defaults. */
  public static SpecCatalog of(Collection<?> instances) {
    return new SpecCatalog(instances);
  }

  private static <T> SortedMap<String, Object> byName(
      Kind<T> kind, Collection<?> instances, List<Finding> mistakes) {
    SortedMap<String, Object> named = new TreeMap<>();
    for (Object instance : instances) {
      if (!kind.type().isInstance(instance)) {
        continue;
      }
      String name = kind.name().apply(kind.type().cast(instance));
      String className = instance.getClass().getName();
      if (!instance.getClass().isRecord()) {
        mistakes.add(Finding.of(kind.word() + " " + name, "expected a record", className));
      }
      Object other = named.putIfAbsent(name, instance);
      if (other != null) {
        String both = other.getClass().getName() + " and " + className;
        mistakes.add(Finding.of(kind.word() + " " + name, "each name is given once", both));
      }
    }
    return named;
  }

  /** The names of a kind, ascending. */
  public List<String> names(Kind<?> kind) {
    return List.copyOf(registered(kind).keySet());
  }

  /** All of a kind with their defaults, by ascending name. */
  public <T> List<T> all(Kind<T> kind) {
    return registered(kind).values().stream().map(kind.type()::cast).toList();
  }

  /** The one of that name with its defaults, if there is one. */
  public <T> Optional<T> find(Kind<T> kind, String name) {
    return Optional.ofNullable(registered(kind).get(name)).map(kind.type()::cast);
  }

  /**
   * The one of that name with its defaults.
   *
   * @throws FindingsException naming the nearest and all choices
   */
  public <T> T get(Kind<T> kind, String name) {
    return find(kind, name).orElseThrow(() -> new FindingsException(unknown(kind, name)));
  }

  private Finding unknown(Kind<?> kind, String name) {
    List<String> names = names(kind);
    List<String> choices = new ArrayList<>();
    Spelling.nearest(name, names).ifPresent(near -> choices.add("nearest: " + near));
    choices.addAll(names);
    return Finding.of(kind.word(), "expected a known name", "'" + name + "'", choices);
  }

  /** The kind whose interface that is, if it is one. */
  static Optional<Kind<?>> kindOf(Class<?> type) {
    return KINDS.stream().filter(kind -> kind.type() == type).findFirst();
  }

  /** The kind that an instance belongs to, if it belongs to one. */
  static Optional<Kind<?>> kindOfInstance(Object instance) {
    return KINDS.stream().filter(kind -> kind.type().isInstance(instance)).findFirst();
  }

  /** The name of an instance of that kind. */
  static <T> String nameOf(Kind<T> kind, Object instance) {
    return kind.name().apply(kind.type().cast(instance));
  }

  private SortedMap<String, Object> registered(Kind<?> kind) {
    return java.util.Objects.requireNonNull(specs.get(kind.word()), kind.word());
  }
}
