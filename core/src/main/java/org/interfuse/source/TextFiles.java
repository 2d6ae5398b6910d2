package org.interfuse.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.PackedTexts;
import org.interfuse.modality.TextData;
import org.interfuse.source.text.DecodedStream;
import org.interfuse.source.text.TextFile;

/** Reads files that are one text each, called by their subject. */
final class TextFiles {
  private final TextSource source;
  private final SourceContext context;
  private final String option;

  TextFiles(TextSource source, SourceContext context) {
    this.source = source;
    this.context = context;
    this.option = "modalities." + context.modality();
  }

  Loaded read() {
    Map<String, SubjectFiles.Shown> bySubject =
        new SubjectFiles(context, option, "texts").read(source.path(), source.id());
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
            e.findings().forEach(found -> findings.error(file.named(found)));
          }
        });
    findings.throwIfAny();
    int blank = bySubject.size() - ids.size();
    return new Loaded(ids, new TextData(packed.build(), blank), false, ids.size());
  }

  private String text(SubjectFiles.Shown file) {
    String where = file.name();
    try (InputStream stream =
        new DecodedStream(TextFile.open(file.file(), where), source.format(), where)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      throw TextFile.unreadable(where, e);
    }
  }
}
