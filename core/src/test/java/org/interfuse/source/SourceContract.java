package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.interfuse.finding.FindingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every source that is registered. A module that adds sources inherits it; then it
 * runs over those and all others on its class path.
 */
public abstract class SourceContract {
  @TempDir protected Path temporary;

  static Stream<SourceSpec> sources() {
    return ServiceLoader.load(SourceSpec.class).stream().map(ServiceLoader.Provider::get);
  }

  @Test
  void typesDiffer() {
    List<String> types = sources().map(SourceSpec::type).toList();
    assertThat(types).doesNotHaveDuplicates().contains("table", "matrix");
    assertThat(types).allMatch(type -> type.matches("[a-z][a-z-]*"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void isARecordWithEqualDefaults(SourceSpec source) throws ReflectiveOperationException {
    assertThat(source.getClass().isRecord()).isTrue();
    assertThat(source.getClass().getConstructor().newInstance()).isEqualTo(source);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void withoutAnythingToReadItSaysSoInAFinding(SourceSpec source) {
    assertThatThrownBy(() -> new SourceFolder(temporary).load(source))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("modalities.rna");
  }
}
