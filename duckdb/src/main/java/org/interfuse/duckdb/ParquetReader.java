package org.interfuse.duckdb;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.source.TableFile;
import org.interfuse.source.TableReader;

/** Reads Parquet files, wherever a study names a table. */
@AutoService(TableReader.class)
public final class ParquetReader implements TableReader {
  @Override
  public List<String> endings() {
    return List.of(".parquet", ".pq");
  }

  @Override
  public TableFile open(Path file, String shown, List<String> missing) {
    return DuckFiles.open(DuckFiles.Format.PARQUET, file, shown, missing);
  }
}
