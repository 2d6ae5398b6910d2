package org.interfuse.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * Files of one subject each, called by its id.
 *
 * @param option for messages: {@code modalities.NAME}
 * @param what for messages: {@code texts}
 */
record SubjectFiles(SourceContext context, String option, String what) {
  /** A file as messages show it, and where it is. */
  record Shown(String name, Path file) {}

  /**
   * Files by subject, in the order of their paths. Folders stand for all their files but hidden
   * ones.
   *
   * @throws FindingsException if another id is asked for, or two files are called by one subject
   */
  Map<String, Shown> read(List<String> path, IdSpec id) {
    if (id.rows() || id.column() != null && !id.column().equals(IdSpec.FILE_STEM)) {
      throw new FindingsException(
          Finding.of(
              option + ".id",
              "files of %s are identified by their names".formatted(what),
              "another id",
              List.of("say 'id: file-stem'")));
    }
    Map<String, Shown> found = new LinkedHashMap<>();
    List<String> repeated = new ArrayList<>();
    FilePaths.resolve(context.folder(), path.stream().map(this::whole).toList(), option + ".path")
        .forEach(
            (name, file) -> {
              String own = String.valueOf(file.getFileName());
              if (!own.startsWith(".")
                  && found.putIfAbsent(SubjectRows.cut(stem(own), id.keep()), new Shown(name, file))
                      != null) {
                repeated.add(own);
              }
            });
    if (!repeated.isEmpty()) {
      throw new FindingsException(
          Finding.of(
                  option + ".path",
                  "a subject has one file",
                  "%,d more of the same name".formatted(repeated.size()))
              .withValue(ColumnNames.examples(repeated)));
    }
    return found;
  }

  private String whole(String path) {
    return Files.isDirectory(context.folder().resolve(path))
        ? path.replaceFirst("/+$", "") + "/*"
        : path;
  }

  /** The name without its ending, and without that of what was compressed. */
  private static String stem(String file) {
    String name = file.replaceFirst("(?i)\\.(?:gz|zip)$", "");
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
