package org.interfuse.source;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.WideData;
import org.interfuse.modality.WideMatrix;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.LabelFile;
import org.interfuse.source.array.MappedMatrix;
import org.interfuse.source.wide.ColumnGroupReader;
import org.interfuse.source.wide.NameChoice;
import org.interfuse.source.wide.SubjectIds;
import org.jspecify.annotations.Nullable;

/** Reads an array that stays in its file. */
final class MappedArray {
  private final MatrixSource spec;
  private final SourceContext context;
  private final String option;

  MappedArray(MatrixSource spec, SourceContext context, String option) {
    this.spec = spec;
    this.context = context;
    this.option = option;
  }

  Loaded read(Map<String, Path> files) {
    Map.Entry<String, Path> file = files.entrySet().iterator().next();
    requireFitting(files.size(), file);
    boolean subjectsAreRows = spec.subjects().equals("rows");
    String shown = file.getKey();
    MappedMatrix matrix =
        MappedMatrix.open(file.getValue(), shown, spec.tensor(), spec.missing(), subjectsAreRows);
    List<String> ids =
        spec.id().rows()
            ? IntStream.range(0, matrix.rows()).mapToObj(Integer::toString).toList()
            : SubjectIds.of(
                labels("ids", spec.ids(), matrix.rows(), matrix.columns(), "subjects of " + shown),
                spec.id(),
                spec.ids());
    PackedNames names =
        spec.names().isEmpty()
            ? numbered(matrix.columns())
            : NameChoice.distinct(
                PackedNames.of(
                    labels(
                        "names",
                        spec.names(),
                        matrix.columns(),
                        matrix.rows(),
                        "features of " + shown)));
    return new Loaded(ids, data(shown, names, matrix), spec.id().rows());
  }

  private void requireFitting(int files, Map.Entry<String, Path> file) {
    Findings findings = new Findings();
    if (files != 1) {
      findings.error(Finding.of(option + ".path", "an array must be one file", files + " files"));
    } else if (!ArrayTable.isArray(file.getValue())) {
      findings.error(
          Finding.of(
              option + ".mapped",
              "only .npy and .safetensors files can be mapped",
              "'" + file.getKey() + "'"));
    }
    if (spec.rows() != RowPolicy.ONE) {
      findings.error(
          Finding.of(option + ".rows", "a mapped array has one row a subject", "another policy"));
    }
    if (spec.id().column() != null) {
      findings.error(
          Finding.of(
              option + ".id",
              "a mapped array has no column of ids: its ids are a file",
              "'" + spec.id().column() + "'",
              List.of("say 'ids: FILE'")));
    }
    if (spec.ids().isEmpty() && !spec.id().rows()) {
      findings.error(
          Finding.of(
              option + ".ids",
              "an array holds no ids, so a file with one a line is needed",
              "none",
              List.of("say 'id: rows' to join by position")));
    }
    if (spec.names().isEmpty() && spec.subjects().equals("columns")) {
      findings.error(
          Finding.of(
              option + ".names",
              "a matrix whose subjects are columns needs a file with one feature's name a line",
              "none"));
    }
    findings.throwIfAny();
  }

  private List<String> labels(String key, String path, int expected, int other, String what) {
    Path file =
        Objects.requireNonNull(
            FilePaths.resolve(context.folder(), List.of(path), option + "." + key).get(path));
    return LabelFile.read(file, path, expected, other, "the %,d %s".formatted(expected, what));
  }

  private static PackedNames numbered(int columns) {
    return PackedNames.of(
        () -> IntStream.rangeClosed(1, columns).mapToObj(Integer::toString).iterator());
  }

  private WideData data(String shown, PackedNames names, MappedMatrix matrix) {
    Findings errors = new Findings();
    NameChoice choice = new NameChoice(option, shown, names, null, errors);
    if (context.known() != null) {
      List<String> expected = context.known().numeric();
      int[] places = choice.known(expected);
      errors.throwIfAny();
      return of(
          expected, NameChoice.isAll(places, names.size()) ? matrix : matrix.select(places), null);
    }
    BitSet chosen = choice.choose(spec.columns(), spec.exclude());
    if (chosen.isEmpty() && errors.errors().isEmpty()) {
      errors.error(Finding.of(option, "a modality must have a column", "none in " + shown));
    }
    errors.throwIfAny();
    boolean all = chosen.cardinality() == names.size();
    int[] places = chosen.stream().toArray();
    PackedNames kept = all ? names : names.select(places);
    ColumnGroups groups =
        ColumnGroupReader.read(
            spec.groups(), context.folder(), option, kept, null, errors, context.findings());
    errors.throwIfAny();
    return of(kept, all ? matrix : matrix.select(places), groups);
  }

  private static WideData of(List<String> names, WideMatrix matrix, @Nullable ColumnGroups groups) {
    return new WideData(WideData.Kind.NUMBERS, names, matrix, groups);
  }
}
