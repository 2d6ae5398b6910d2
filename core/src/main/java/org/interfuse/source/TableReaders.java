package org.interfuse.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.interfuse.source.text.FileParser.ColumnChooser;

/** Opens a table with the reader that its name asks for, as text where there is none. */
public final class TableReaders {
  private TableReaders() {}

  /** A table whose columns are texts where {@code asText} says so or their cells are no numbers. */
  public static TableFile open(Path path, String shown, TableFormat format, ColumnChooser asText) {
    return registered(path)
        .map(reader -> reader.open(path, shown, format.missing()))
        .orElseGet(() -> TextTableFile.read(path, shown, format, asText));
  }

  /** A table of numbers; only the columns for which {@code asText} holds are texts. */
  static TableFile openNumbers(Path path, String shown, TableFormat format, ColumnChooser asText) {
    return registered(path)
        .map(reader -> reader.open(path, shown, format.missing()))
        .orElseGet(() -> TextTableFile.readNumbers(path, shown, format, asText));
  }

  /** Whether a reader other than that of texts is registered for files of that name. */
  public static boolean isRegistered(Path path) {
    return registered(path).isPresent();
  }

  private static Optional<TableReader> registered(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return Registered.READERS.stream()
        .filter(reader -> reader.endings().stream().anyMatch(name::endsWith))
        .findFirst();
  }

  private static final class Registered {
    static final List<TableReader> READERS =
        ServiceLoader.load(TableReader.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
