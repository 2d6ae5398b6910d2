package org.interfuse.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.source.text.DecodedStream;
import org.interfuse.source.text.TextFile;

/** Reads files that are one text each, called by their subject. */
final class TextFiles {
  private static final int EXAMPLES = 5;

  private final TextSource source;
  private final SourceContext context;
  private final String option;

  TextFiles(TextSource source, SourceContext context) {
    this.source = source;
    this.context = context;
    this.option = "modalities." + context.modality();
  }

  Loaded read() {
    String column = source.id().column();
    if (source.id().rows() || column != null && !column.equals(TextSource.FILE_STEM)) {
      throw new FindingsException(
          Finding.of(
              option + ".id",
              "files of texts are identified by their names",
              "another id",
              List.of("say 'id: file-stem'")));
    }
    Map<String, Path> bySubject = bySubject(files());
    PackedTexts.Builder packed = new PackedTexts.Builder();
    List<String> ids = new ArrayList<>();
    Findings findings = new Findings();
    bySubject.forEach(
        (id, file) -> {
          try {
            String text = text(file);
            if (!text.isBlank()) {
              ids.add(id);
              packed.add(text);
            }
          } catch (FindingsException e) {
            e.findings().forEach(findings::error);
          }
        });
    findings.throwIfAny();
    int blank = bySubject.size() - ids.size();
    return new Loaded(ids, new TextData(packed.build(), blank), false, ids.size());
  }

  /** Folders stand for all their files but hidden ones. */
  private List<Path> files() {
    List<String> paths =
        source.path().stream()
            .map(
                path ->
                    Files.isDirectory(context.folder().resolve(path))
                        ? path.replaceFirst("/+$", "") + "/*"
                        : path)
            .toList();
    return FilePaths.resolve(context.folder(), paths, option + ".path").values().stream()
        .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
        .toList();
  }

  private Map<String, Path> bySubject(List<Path> files) {
    Map<String, Path> found = new LinkedHashMap<>();
    List<String> repeated = new ArrayList<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      int dot = name.lastIndexOf('.');
      String id = SubjectRows.cut(dot <= 0 ? name : name.substring(0, dot), source.id().keep());
      if (found.putIfAbsent(id, file) != null) {
        repeated.add(name);
      }
    }
    if (!repeated.isEmpty()) {
      throw new FindingsException(
          Finding.of(
                  option + ".path",
                  "a subject has one file",
                  "%,d more of the same name".formatted(repeated.size()))
              .withValue(
                  String.join(", ", repeated.subList(0, Math.min(EXAMPLES, repeated.size())))));
    }
    return found;
  }

  private String text(Path file) {
    String where = option + ", a file of texts";
    try (InputStream stream =
        new DecodedStream(TextFile.open(file, where), source.format(), where)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (FindingsException e) {
      Finding cause = e.findings().get(0);
      throw new FindingsException(cause.withValue(String.valueOf(file.getFileName())));
    } catch (IOException e) {
      throw TextFile.unreadable(where, e);
    }
  }
}
