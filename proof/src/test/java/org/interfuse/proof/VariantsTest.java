package org.interfuse.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.interfuse.finding.FindingsException;
import org.interfuse.fusion.Fusion;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.fusion.MeanFusion;
import org.interfuse.fusion.SumFusion;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators and oracles of somebody else that the proofs cannot tell apart or use. */
class VariantsTest {
  /** A second operator of a name that exists. */
  public record OtherSum() implements FusionSpec {
    @Override
    public String type() {
      return "sum";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      return 0;
    }

    @Override
    public Fusion build(List<String> names, int[] widths, int width, Parameters parameters) {
      return new SumFusion.Spec().build(names, widths, width, parameters);
    }
  }

  /** An oracle that computes nothing. */
  private abstract static class Nothing implements Oracle {
    private final String type;
    private final List<FusionSpec> variants;

    Nothing(String type, FusionSpec... variants) {
      this.type = type;
      this.variants = List.of(variants);
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public List<FusionSpec> variants() {
      return variants;
    }

    @Override
    public long parameterCount(FusionSpec spec, int[] widths, int width) {
      return 0;
    }

    @Override
    public double[] fuse(FusionSpec spec, OracleInput input) {
      return new double[input.width()];
    }
  }

  public static final class SecondOracle extends Nothing {
    public SecondOracle() {
      super("sum", new SumFusion.Spec());
    }
  }

  public static final class Empty extends Nothing {
    public Empty() {
      super("own");
    }
  }

  public static final class Foreign extends Nothing {
    public Foreign() {
      super("own", new MeanFusion.Spec());
    }
  }

  public static final class Throwing extends Nothing {
    public Throwing() {
      super("own");
    }

    @Override
    public List<FusionSpec> variants() {
      throw new IllegalStateException("no such option");
    }
  }

  /** An operator of a name that is free. */
  public record Own() implements FusionSpec {
    @Override
    public String type() {
      return "own";
    }

    @Override
    public boolean needsEqualWidths() {
      return true;
    }

    @Override
    public long parameterCount(int[] widths, int width) {
      return 0;
    }

    @Override
    public Fusion build(List<String> names, int[] widths, int width, Parameters parameters) {
      return new SumFusion.Spec().build(names, widths, width, parameters);
    }
  }

  @TempDir Path folder;

  @Test
  void anOperatorOfANameThatIsTakenIsRefused() {
    assertThatThrownBy(() -> with(OtherSum.class, null, ProofCatalog::load))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("fusion sum: each name is given once; found ")
        .hasMessageContaining(OtherSum.class.getName())
        .hasMessageContaining(SumFusion.Spec.class.getName());
  }

  @Test
  void twoOraclesOfOneTypeAreRefused() {
    assertThatThrownBy(() -> with(null, SecondOracle.class, ProofCatalog::load))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("oracle of sum: each type has one oracle; found ")
        .hasMessageContaining(SecondOracle.class.getName())
        .hasMessageContaining(SumOracle.class.getName());
  }

  @Test
  void anOracleThatDoesNotExistIsNamed() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Oracle.class.getName()), "toy.Missing # an oracle\n");

    assertThatThrownBy(() -> with(null, null, ProofCatalog::load))
        .isInstanceOf(FindingsException.class)
        .hasMessageStartingWith(
            "oracle: every class that a file META-INF/services/org.interfuse.proof.Oracle names"
                + " must exist and be usable; found Provider toy.Missing not found, registered in"
                + " file:")
        .hasMessageEndingWith("or take it off INTERFUSE_CLASSPATH.");
  }

  @Test
  void anOracleWithoutOptionsFailsItsOperator() throws Exception {
    assertThat(failure(Empty.class))
        .isEqualTo(
            Empty.class.getName() + ".variants() names no options, so there is nothing to prove");
  }

  @Test
  void anOracleThatFailsFailsItsOperator() throws Exception {
    assertThat(failure(Throwing.class))
        .isEqualTo(
            Throwing.class.getName()
                + ".variants() fails: java.lang.IllegalStateException: no such option");
  }

  @Test
  void anOracleForOptionsOfAnotherOperatorFailsItsOwn() throws Exception {
    assertThat(failure(Foreign.class))
        .isEqualTo(
            "%s.variants() names options of %s, but registered is %s"
                .formatted(
                    Foreign.class.getName(), MeanFusion.Spec.class.getName(), Own.class.getName()));
  }

  private String failure(Class<? extends Oracle> oracle) throws Exception {
    ProofCatalog catalog = with(Own.class, oracle, ProofCatalog::load);
    List<ProofTask> tasks = catalog.select(Map.of(ProofTask.Kind.FUSION, List.of("own")));
    assertThat(tasks).hasSize(1);
    ProofReport report = tasks.get(0).proof().apply(new Seed(1));
    assertThat(report.status()).isEqualTo(ProofReport.Status.FAILED);
    assertThat(report.failed()).extracting(Proof::name).containsExactly("options to prove");
    return report.failed().get(0).detail();
  }

  private <T> T with(@Nullable Class<?> operator, @Nullable Class<?> oracle, Supplier<T> task)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    if (operator != null) {
      Files.writeString(services.resolve(FusionSpec.class.getName()), operator.getName());
    }
    if (oracle != null) {
      Files.writeString(services.resolve(Oracle.class.getName()), oracle.getName());
    }
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, usual)) {
      thread.setContextClassLoader(loader);
      return task.get();
    } finally {
      thread.setContextClassLoader(usual);
    }
  }
}
