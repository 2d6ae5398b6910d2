package org.interfuse.source.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Spelling;

/**
 * Opens a text file that may be compressed: gzip, or zip with exactly one file in it, both known by
 * their first bytes whatever the file is called.
 */
public final class TextFile {
  private static final int STREAM_BUFFER = 1 << 16;

  private TextFile() {}

  /**
   * The file's text; the caller closes it.
   *
   * @param where how messages name the file, for example {@code rna.csv}
   * @throws FindingsException if it cannot be read, or an archive does not hold exactly one file
   */
  public static InputStream open(Path file, String where) {
    try {
      byte[] magic = new byte[4];
      int read;
      try (InputStream stream = Files.newInputStream(file)) {
        read = stream.readNBytes(magic, 0, magic.length);
      }
      if (read >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
        return gunzip(file);
      }
      if (read == 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] == 3 && magic[3] == 4) {
        return unzip(file, where);
      }
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(where, e);
    }
  }

  /** The finding for a file that cannot be read to its end. */
  public static FindingsException unreadable(String where, IOException cause) {
    String reason = reason(cause);
    FindingsException exception =
        new FindingsException(Finding.of(where, "the file must be readable to its end", reason));
    exception.initCause(cause);
    return exception;
  }

  private static String reason(IOException cause) {
    if (cause instanceof java.nio.file.AccessDeniedException) {
      return "a file that may not be read";
    }
    String said = // of a file system's mistake the whole message begins with the file's path
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return said == null ? cause.getClass().getSimpleName() : "'" + said + "'";
  }

  /**
   * Checks that the path is a file.
   *
   * @param option the study's option that names it, for example {@code modalities.rna.path}
   * @param shown the path as the study writes it
   * @throws FindingsException naming the nearest file in the folder if it is none
   */
  public static void requireFile(Path file, String option, String shown) {
    if (Files.isDirectory(file)) {
      throw new FindingsException(
          Finding.of(
              option,
              "a file is expected",
              "the folder '%s'".formatted(shown),
              List.of("name the files in it, for example '%s/*.csv'".formatted(shown))));
    }
    if (!Files.exists(file)) {
      throw new FindingsException(
          Finding.of(
              option, "the file must exist", "no file '%s'".formatted(shown), nearest(file)));
    }
  }

  private static List<String> nearest(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of("there is no folder '" + (folder == null ? "" : folder.getFileName()) + "'");
    }
    try (var entries = Files.list(folder)) {
      List<String> names = entries.map(entry -> entry.getFileName().toString()).sorted().toList();
      return Spelling.nearest(String.valueOf(file.getFileName()), names)
          .map(name -> List.of("did you mean '" + name + "'"))
          .orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }

  private static InputStream gunzip(Path file) throws IOException {
    InputStream stream = Files.newInputStream(file);
    try {
      return new GZIPInputStream(stream, STREAM_BUFFER);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  private static InputStream unzip(Path file, String where) throws IOException {
    ZipFile archive = new ZipFile(file.toFile());
    try {
      List<? extends ZipEntry> entries =
          archive.stream()
              .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/"))
              .toList();
      if (entries.size() != 1) {
        throw new FindingsException(
            Finding.of(
                where, "a zip archive must hold exactly one file", entries.size() + " files"));
      }
      return new FilterInputStream(archive.getInputStream(entries.get(0))) {
        @Override
        public void close() throws IOException {
          archive.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }
}
