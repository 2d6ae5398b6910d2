package org.interfuse.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Every trained tensor of a model, by name, in the order of creation. There is no other place for a
 * parameter to be, so none can be forgotten by the optimiser or the model file. Not thread-safe.
 *
 * <p>Owns the native memory: close it when the model is done. Parts of a model see it through
 * {@link #scope}, which prefixes names.
 */
public final class Parameters implements AutoCloseable {
  private final Store store;
  private final String prefix;
  private final boolean frozen;

  /**
   * An empty set whose initial values come from {@code seed}. A parameter that this machine could
   * not train beside the others is refused with an {@link IllegalArgumentException}.
   */
  public Parameters(Seed seed, ScalarType type) {
    this(new Store(seed, type, new MemoryCheck(type == ScalarType.Double ? 8 : 4), true), "");
  }

  /**
   * An empty set of float32 parameters that asks before it takes memory.
   *
   * @param check is given the full name and the shape of each parameter before it is created, and
   *     throws to prevent it
   */
  public Parameters(Seed seed, BiConsumer<String, long[]> check) {
    this(new Store(seed, ScalarType.Float, check, false), "");
  }

  /**
   * An empty set of float32 parameters of which only the shapes are wanted: tiled ones get no
   * values, and so take no memory.
   */
  public static Parameters ofShapes(Seed seed) {
    return new Parameters(new Store(seed, ScalarType.Float, new MemoryCheck(4), false), "");
  }

  /** An empty set of float32 parameters. */
  public Parameters(Seed seed) {
    this(seed, ScalarType.Float);
  }

  /**
   * The parameters of R replicas of one model as one set, for a model of their architecture that
   * computes them all at once: a parameter [n] becomes [R, 1, n], one of several axes [R, …]. What
   * {@link #add} returns begins with copies of the replicas' values, whatever initial values are
   * asked for; a name that the replicas lack, or have in another shape, is an {@link
   * IllegalStateException}.
   *
   * @param replicas at least one
   */
  public static Parameters stacked(List<Parameters> replicas) {
    Store first = replicas.get(0).store;
    return new Parameters(new Store(first.seed, first.type, first.check, true, replicas), "");
  }

  /** What computes the gradients of {@link #stacked} parameters; null of others. */
  public @Nullable ReplicaGraph replicaGraph() {
    return store.graph;
  }

  private Parameters(Store store, String prefix) {
    this(store, prefix, false);
  }

  private Parameters(Store store, String prefix, boolean frozen) {
    this.store = store;
    this.prefix = prefix;
    this.frozen = frozen;
  }

  /** The same set seen from a part: names given to it get {@code name.} in front. */
  public Parameters scope(String name) {
    return new Parameters(store, prefix + name + ".", frozen);
  }

  /**
   * The same set seen from a part that does not train: whatever is created through it is {@link
   * Parameter.Role#FIXED}.
   *
   * @throws IllegalStateException of {@link #stacked} parameters
   */
  public Parameters frozen() {
    if (!store.replicas.isEmpty()) {
      throw new IllegalStateException("frozen parameters have no replicas");
    }
    return new Parameters(store, prefix, true);
  }

  /** The name of a parameter of this scope without what is in front of all of them. */
  public String nameWithin(Parameter parameter) {
    if (!parameter.name().startsWith(prefix)) {
      throw new IllegalArgumentException("parameter '" + parameter.name() + "' is elsewhere");
    }
    return parameter.name().substring(prefix.length());
  }

  /**
   * Creates a parameter. Its initial values depend on the seed and its full name alone, not on what
   * was created before.
   */
  public Tensor add(
      String name, Initialisation initialisation, Parameter.Role role, long... shape) {
    String fullName = prefix + name;
    requireNew(fullName);
    Tensor value;
    try (PointerScope scope = new PointerScope()) {
      Tensor created =
          store.replicas.isEmpty()
              ? filled(fullName, initialisation, shape)
              : store.stack(fullName, shape);
      created.set_requires_grad(!frozen);
      value = kept(created, scope);
    }
    store.byName.put(fullName, new Parameter(fullName, value, role(role)));
    return value;
  }

  private Parameter.Role role(Parameter.Role asked) {
    return frozen ? Parameter.Role.FIXED : asked;
  }

  private Tensor filled(String fullName, Initialisation initialisation, long[] shape) {
    store.check.accept(fullName, shape);
    Tensor created =
        torch.empty(
            shape,
            new TensorOptions().dtype(new ScalarTypeOptional(store.type)),
            new org.bytedeco.pytorch.MemoryFormatOptional());
    fill(created, initialisation, store.seed.at(fullName));
    return created;
  }

  /**
   * Creates a tensor that never trains, but belongs to the model and is saved with it: a random
   * sketch. Its element type stays what it is.
   *
   * @param shape of what {@code values} returns
   * @param values called with a seed that depends on the seed of this set and the full name alone
   */
  public Tensor addFixed(String name, long[] shape, Function<Seed, Tensor> values) {
    String fullName = prefix + name;
    requireNew(fullName);
    if (!store.replicas.isEmpty()) {
      throw new IllegalStateException("fixed parameter '" + fullName + "' has no replicas");
    }
    store.check.accept(fullName, shape);
    Tensor value;
    try (PointerScope scope = new PointerScope()) {
      value = kept(values.apply(store.seed.at(fullName)).contiguous(), scope);
    }
    if (!Arrays.equals(value.shape(), shape)) {
      throw new IllegalStateException("fixed parameter '" + fullName + "' has another shape");
    }
    store.byName.put(fullName, new Parameter(fullName, value, Parameter.Role.FIXED));
    return value;
  }

  /**
   * Creates weights that their encoder updates itself, tile by tile: they have no gradient, and an
   * element type of their own.
   *
   * @param type of their elements
   */
  public Tensor addTiled(
      String name, Initialisation initialisation, ScalarType type, long... shape) {
    String fullName = prefix + name;
    requireNew(fullName);
    if (!(store.check instanceof MemoryCheck)) {
      store.check.accept(fullName, shape); // else the encoder itself knows what it will take
    }
    Tensor value;
    try (PointerScope scope = new PointerScope()) {
      Tensor created =
          torch.empty(
              shape,
              new TensorOptions().dtype(new ScalarTypeOptional(type)),
              new org.bytedeco.pytorch.MemoryFormatOptional());
      if (store.fillsTiled) {
        fill(created, initialisation, store.seed.at(fullName));
      }
      value = kept(created, scope);
    }
    store.byName.put(fullName, new Parameter(fullName, value, role(Parameter.Role.TILED)));
    return value;
  }

  private void requireNew(String fullName) {
    if (store.byName.containsKey(fullName)) {
      throw new IllegalStateException("parameter '" + fullName + "' exists already");
    }
  }

  private static Tensor kept(Tensor created, PointerScope scope) {
    Tensor value = new Tensor(created);
    value.retainReference();
    scope.detach(value);
    return value;
  }

  private static void fill(Tensor tensor, Initialisation initialisation, Seed seed) {
    if (initialisation instanceof Initialisation.Constant constant) {
      tensor.fill_(new org.bytedeco.pytorch.Scalar(constant.value()));
    } else if (initialisation instanceof Initialisation.Uniform uniform) {
      tensor.uniform_(-uniform.bound(), uniform.bound(), new GeneratorOptional(seed.generator()));
    } else if (initialisation instanceof Initialisation.Normal normal) {
      tensor.normal_(0, normal.deviation(), new GeneratorOptional(seed.generator()));
    }
  }

  /** All parameters below this scope, fixed ones too, in the order of creation. */
  public List<Parameter> all() {
    List<Parameter> found = new ArrayList<>();
    for (Parameter parameter : store.byName.values()) {
      if (parameter.name().startsWith(prefix)) {
        found.add(parameter);
      }
    }
    return found;
  }

  /** Those of {@link #all} that training changes. */
  public List<Parameter> trained() {
    return all().stream().filter(parameter -> parameter.role().trains()).toList();
  }

  /** Number of trained elements below this scope. */
  public long count() {
    return trained().stream().mapToLong(parameter -> parameter.value().numel()).sum();
  }

  /** Number of those of them that the optimiser updates. */
  public long optimisedCount() {
    return trained().stream()
        .filter(parameter -> parameter.role().optimised())
        .mapToLong(parameter -> parameter.value().numel())
        .sum();
  }

  /**
   * Whether tiled parameters get initial values, to be trained from; false where a file gives them
   * theirs, or only their shapes are wanted.
   */
  public boolean begins() {
    return store.fillsTiled;
  }

  /** The element type of every parameter. */
  public ScalarType type() {
    return store.type;
  }

  /** Frees the native memory of the whole set, whichever scope it is called on. */
  @Override
  public void close() {
    store.byName.values().forEach(parameter -> parameter.value().close());
    store.byName.clear();
  }

  private static final class Store {
    private final Seed seed;
    private final ScalarType type;
    private final BiConsumer<String, long[]> check;
    private final boolean fillsTiled;
    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    private final List<Parameters> replicas;
    private final @Nullable ReplicaGraph graph;

    private Store(
        Seed seed, ScalarType type, BiConsumer<String, long[]> check, boolean fillsTiled) {
      this(seed, type, check, fillsTiled, List.of());
    }

    private Store(
        Seed seed,
        ScalarType type,
        BiConsumer<String, long[]> check,
        boolean fillsTiled,
        List<Parameters> replicas) {
      Torch.load();
      this.replicas = List.copyOf(replicas);
      this.graph = replicas.isEmpty() ? null : new ReplicaGraph();
      this.seed = seed;
      this.type = type;
      this.check = check;
      this.fillsTiled = fillsTiled;
    }

    /** [R, …] of a parameter of the replicas. */
    private Tensor stack(String fullName, long[] shape) {
      TensorVector values = new TensorVector();
      for (Parameters replica : replicas) {
        Parameter own = replica.store.byName.get(fullName);
        if (own == null || !Arrays.equals(own.value().shape(), shape)) {
          throw new IllegalStateException(
              "parameter '" + fullName + "' is missing in a replica, or has another shape");
        }
        values.push_back(own.value().detach());
      }
      Tensor stacked = torch.stack(values);
      return shape.length == 1 ? stacked.unsqueeze(1) : stacked;
    }
  }
}
