package org.interfuse.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;

/**
 * Files of one subject each, called by its id.
 *
 * @param option for messages: {@code modalities.NAME}
 * @param what for messages: {@code texts}
 */
record SubjectFiles(SourceContext context, String option, String what) {
  /**
   * A file.
   *
   * @param name how messages call it, by its number: what it is called is its subject's id
   * @param file where it is
   */
  record Shown(String name, Path file) {
    /** What was found in it, with its own name for those who may see values. */
    Finding named(Finding found) {
      String own = String.valueOf(file.getFileName());
      return found.withValue(found.value() == null ? own : own + ": " + found.value());
    }
  }

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
    for (Shown one : all(path)) {
      String own = String.valueOf(one.file().getFileName());
      if (found.putIfAbsent(SubjectRows.cut(stem(own), id.keep()), one) != null) {
        repeated.add(own);
      }
    }
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

  private List<Shown> all(List<String> paths) {
    Findings findings = new Findings();
    List<Shown> all = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String given = paths.get(i);
      boolean several = !whole(given).equals(given) || Glob.isGlob(given);
      String from = several ? given : option + ".path";
      int number = several ? 0 : i;
      try {
        for (Path file : resolved(whole(given))) {
          all.add(new Shown("%s, file %,d".formatted(from, ++number), file));
        }
      } catch (FindingsException e) {
        e.findings().forEach(findings::error);
      }
    }
    findings.throwIfAny();
    return all;
  }

  /** In the order of their names; a file that is like the one asked for is called by an id, too. */
  private List<Path> resolved(String path) {
    try {
      return FilePaths.resolve(context.folder(), List.of(path), option + ".path").values().stream()
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .toList();
    } catch (FindingsException e) {
      throw new FindingsException(e.findings().stream().map(SubjectFiles::withoutChoices).toList());
    }
  }

  private static Finding withoutChoices(Finding found) {
    return Finding.of(found.where(), found.rule(), found.found())
        .withValue(String.join(", ", found.choices()));
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
