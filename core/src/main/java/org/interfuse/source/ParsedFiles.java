package org.interfuse.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.source.text.FileParser.ColumnChooser;
import org.interfuse.source.text.TextFile;

/**
 * Tables read in one run, so that several modalities of one file cost one pass over it. A file that
 * has changed since is read again; files are forgotten, the longest unused first, once they hold
 * more than fifty million cells together. Not thread-safe.
 */
public final class ParsedFiles {
  private static final long MOST_CELLS = 50_000_000;

  private final Map<Key, TableFile> files = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The tables of several files after one another.
   *
   * @param paths each file and how messages name it
   * @param asText columns known to hold texts, read as such in the first pass
   */
  Table table(Map<String, Path> paths, TableFormat format, ColumnChooser asText) {
    List<TableFile> parts = new ArrayList<>();
    paths.forEach((shown, path) -> parts.add(file(shown, path, format, asText)));
    return new Table(parts);
  }

  private TableFile file(String shown, Path path, TableFormat format, ColumnChooser asText) {
    Key key = key(shown, path, format);
    TableFile file = files.get(key);
    if (file == null) {
      file = TableReaders.open(path, shown, format, asText);
      files.put(key, file);
      forget();
    }
    return file;
  }

  private void forget() {
    long cells = files.values().stream().mapToLong(TableFile::cells).sum();
    Iterator<TableFile> oldest = files.values().iterator();
    while (cells > MOST_CELLS && files.size() > 1) {
      cells -= oldest.next().cells();
      oldest.remove();
    }
  }

  private static Key key(String shown, Path path, TableFormat format) {
    try {
      return new Key(path.toRealPath(), Files.getLastModifiedTime(path), Files.size(path), format);
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  private record Key(Path path, FileTime modified, long size, TableFormat format) {}
}
