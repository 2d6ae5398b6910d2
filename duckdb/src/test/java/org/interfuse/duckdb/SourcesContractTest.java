package org.interfuse.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.interfuse.source.SourceContract;
import org.interfuse.source.SourceSpec;
import org.junit.jupiter.api.Test;

class SourcesContractTest extends SourceContract {
  @Test
  void theThreeSourcesAreRegistered() {
    assertThat(ServiceLoader.load(SourceSpec.class).stream().map(source -> source.get().type()))
        .contains("parquet", "json", "sql");
  }
}
