package org.interfuse.duckdb;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.source.TableFile;
import org.interfuse.source.TableReader;

/**
 * Reads JSON files, an array of objects or one object a line, also compressed with gzip, wherever a
 * study names a table.
 */
@AutoService(TableReader.class)
public final class JsonReader implements TableReader {
  @Override
  public List<String> endings() {
    return List.of(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz");
  }

  @Override
  public TableFile open(Path file, String shown, List<String> missing) {
    return DuckFiles.open(DuckFiles.Format.JSON, file, shown, missing);
  }
}
