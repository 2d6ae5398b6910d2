package org.interfuse.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.TextFile;

/** Files that a study names, alone or by a glob in the last part of the path. */
public final class FilePaths {
  private FilePaths() {}

  /**
   * The files in the order named; those of a glob in ascending order of their names.
   *
   * @param option the study's option, for messages
   * @return how messages name each file (as the study writes it), and the file
   * @throws FindingsException naming every file that is not there
   */
  public static Map<String, Path> resolve(Path folder, List<String> paths, String option) {
    Findings findings = new Findings();
    Map<String, Path> files = new LinkedHashMap<>();
    for (String path : paths) {
      try {
        Path file = folder.resolve(path);
        if (!Files.exists(file) && Glob.isGlob(path)) {
          files.putAll(matching(folder, path, option));
        } else {
          TextFile.requireFile(file, option, path);
          files.put(path, file);
        }
      } catch (FindingsException e) {
        e.findings().forEach(findings::error);
      }
    }
    findings.throwIfAny();
    return files;
  }

  private static Map<String, Path> matching(Path folder, String path, String option) {
    int slash = path.lastIndexOf('/');
    String parent = path.substring(0, slash + 1);
    Glob glob = new Glob(path.substring(slash + 1));
    List<String> names = new ArrayList<>();
    Path searched = folder.resolve(parent);
    if (Files.isDirectory(searched)) {
      try (var entries = Files.list(searched)) {
        entries
            .filter(Files::isRegularFile)
            .map(entry -> String.valueOf(entry.getFileName()))
            .filter(glob::matches)
            .sorted()
            .forEach(names::add);
      } catch (IOException e) {
        throw TextFile.unreadable(option, e);
      }
    }
    if (names.isEmpty()) {
      throw new FindingsException(
          Finding.of(option, "at least one file must match", "none for '%s'".formatted(path)));
    }
    Map<String, Path> files = new LinkedHashMap<>();
    names.forEach(name -> files.put(parent + name, searched.resolve(name)));
    return files;
  }
}
