package org.interfuse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.FindingsException;
import org.interfuse.fusion.FusionSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecCatalogTest {
  /** A second operator of the same name. */
  public record OtherMean() implements TestSpecs.ReadFusion {
    @Override
    public String type() {
      return "mean";
    }
  }

  /** An operator that only this test registers. */
  public record Registered(int power) implements TestSpecs.ReadFusion {
    public Registered() {
      this(2);
    }

    @Override
    public String type() {
      return "test-power";
    }
  }

  @Test
  void findsWhatIsRegistered(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(FusionSpec.class.getName()), Registered.class.getName());
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      SpecCatalog catalog = SpecCatalog.load(loader);
      assertThat(catalog.names(SpecCatalog.FUSION)).contains("test-power");
      assertThat(catalog.get(SpecCatalog.FUSION, "test-power")).isEqualTo(new Registered(2));
    }
  }

  @Test
  void rejectsTwoOfOneName() {
    assertThatThrownBy(() -> SpecCatalog.of(List.of(new TestSpecs.Mean(), new OtherMean())))
        .isInstanceOf(FindingsException.class)
        .hasMessage(
            "fusion mean: each name is given once; found org.interfuse.study.TestSpecs$Mean and"
                + " org.interfuse.study.SpecCatalogTest$OtherMean.");
  }

  @Test
  void keepsNamesOfKindsApart() {
    SpecCatalog catalog = TestSpecs.catalog();
    assertThat(catalog.get(SpecCatalog.BASELINE, "linear"))
        .isEqualTo(new TestSpecs.LinearBaseline());
    assertThat(catalog.get(SpecCatalog.ENCODER, "linear")).isEqualTo(new TestSpecs.Linear());
    assertThat(catalog.names(SpecCatalog.FUSION))
        .containsExactly("concat", "cross-attention", "gated", "mean");
  }

  @Test
  void suggestsTheNearestName() {
    assertThatThrownBy(() -> TestSpecs.catalog().get(SpecCatalog.FUSION, "gatd"))
        .hasMessage(
            "fusion: expected a known name; found 'gatd'; nearest: gated, concat,"
                + " cross-attention, gated, mean.");
  }
}
