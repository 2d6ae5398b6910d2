package org.interfuse.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * A file or folder of a wide modality.
 *
 * @param path its name
 * @param source what reads it
 * @param hasIds whether it says whose its rows are
 */
record WideFile(String path, String source, boolean hasIds) {
  private static final String GENOTYPES = "genotypes";
  private static final String SPARSE = "sparse";

  /** Those of a folder, by name: PLINK 1 file sets, sparse files, and 10x folders in it. */
  static List<WideFile> in(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().flatMap(file -> of(folder, file)).toList();
    } catch (IOException e) {
      throw new FindingsException(
          Finding.of(folder.toString(), "a folder must be readable", "one that is not"));
    }
  }

  private static Stream<WideFile> of(Path folder, Path file) {
    String name = String.valueOf(file.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    if (name.endsWith(".bed") && Files.exists(folder.resolve(beside(name, ".bim")))) {
      return Stream.of(new WideFile(name, GENOTYPES, true));
    }
    if (lower.endsWith(".h5ad") || isTenX(file)) {
      return Stream.of(new WideFile(name, SPARSE, true));
    }
    boolean market = lower.endsWith(".mtx") || lower.endsWith(".mtx.gz");
    return market ? Stream.of(new WideFile(name, SPARSE, false)) : Stream.empty();
  }

  private static boolean isTenX(Path folder) {
    return Stream.of("matrix.mtx", "matrix.mtx.gz")
        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  private static String beside(String bed, String ending) {
    return bed.substring(0, bed.length() - ".bed".length()) + ending;
  }

  /** Whether a table belongs to one of them, as a .fam does to its .bed. */
  static boolean isPartOf(String table, List<WideFile> files) {
    return files.stream()
        .filter(file -> file.source.equals(GENOTYPES))
        .anyMatch(file -> beside(file.path, ".fam").equals(table));
  }

  /** As a modality may be called. */
  String stem() {
    return FoundTable.stem(path);
  }
}
