package org.interfuse.source.sparse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.NameIndex;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.WideData;
import org.interfuse.modality.WideMatrix;
import org.interfuse.source.ColumnNames;
import org.interfuse.source.FilePaths;
import org.interfuse.source.Loaded;
import org.interfuse.source.SourceContext;
import org.interfuse.source.SparseSource;
import org.interfuse.source.text.TextFile;
import org.interfuse.source.wide.ColumnGroupReader;
import org.interfuse.source.wide.NameChoice;
import org.interfuse.source.wide.SubjectIds;

/** Reads a sparse modality from whichever kind of file a study names. */
public final class SparseReader {
  private final SparseSource spec;
  private final SourceContext context;
  private final String option;
  private final Path path;
  private final SparseKind kind;

  /** A reader for one modality. */
  public SparseReader(SparseSource spec, SourceContext context) {
    this.spec = spec;
    this.context = context;
    this.option = "modalities." + context.modality();
    this.path = context.folder().resolve(spec.path());
    this.kind = SparseKind.of(path);
  }

  /** Reads it. */
  public Loaded read() {
    SparseFile file = file();
    List<String> ids = SubjectIds.of(file.ids(), spec.id(), spec.path());
    PackedNames names = NameChoice.distinct(file.names());
    WideData data =
        context.known() == null
            ? chosen(names, file.matrix())
            : known(context.known().numeric(), names, file.matrix());
    return new Loaded(ids, data, spec.id().rows());
  }

  private SparseFile file() {
    if (kind != SparseKind.TEN_X) {
      TextFile.requireFile(path, option + ".path", spec.path());
    }
    if (context.known() == null) { // new data of another kind may leave options behind
      Findings errors = new Findings();
      kind.requireRead(spec, option, errors);
      errors.throwIfAny();
    }
    return switch (kind) {
      case TEN_X -> TenX.read(path, spec.path(), spec.label().equals("name") ? 1 : 0);
      case ANN_DATA -> AnnDataFile.read(path, spec.path(), spec.layer());
      case MATRIX_MARKET -> matrixMarket();
      case CELLS -> cells();
    };
  }

  private SparseFile cells() {
    Findings warnings = context.known() == null ? context.findings() : new Findings();
    return LongTable.read(spec, path, spec.path(), option, warnings); // said once, before training
  }

  /** Whether a file is a MatrixMarket file by its name. */
  public static boolean isMatrixMarket(String path) {
    return SparseKind.of(Path.of(path)) == SparseKind.MATRIX_MARKET;
  }

  private SparseFile matrixMarket() {
    boolean rows = spec.subjects().equals("rows");
    CompressedRows cells = MatrixMarket.read(path, spec.path(), rows);
    if (spec.ids().isEmpty() && !spec.id().rows()) {
      throw new FindingsException(
          Finding.of(
              option + ".ids",
              "a MatrixMarket file holds no ids, so a file with one a line is needed",
              "none",
              List.of("say 'id: rows' to join by position")));
    }
    List<String> ids =
        spec.ids().isEmpty()
            ? IntStream.range(0, cells.rows()).mapToObj(Integer::toString).toList()
            : labels(spec.ids(), "ids", cells.rows(), cells.columns(), rows ? "rows" : "columns");
    PackedNames names =
        spec.names().isEmpty()
            ? PackedNames.of(
                () ->
                    IntStream.rangeClosed(1, cells.columns())
                        .mapToObj(Integer::toString)
                        .iterator())
            : labels(
                spec.names(), "names", cells.columns(), cells.rows(), rows ? "columns" : "rows");
    return new SparseFile(ids, names, cells);
  }

  private PackedNames labels(String shown, String key, int expected, int other, String axis) {
    Path file =
        Objects.requireNonNull(
            FilePaths.resolve(context.folder(), List.of(shown), option + "." + key).get(shown));
    PackedNames labels = TenX.fields(file, shown, 0);
    TenX.require(shown, labels.size(), expected, other, axis, spec.path());
    return labels;
  }

  private WideData chosen(PackedNames names, CompressedRows cells) {
    Findings errors = new Findings();
    BitSet chosen =
        new NameChoice(option, spec.path(), names, null, errors)
            .choose(spec.columns(), spec.exclude());
    if (chosen.isEmpty() && errors.errors().isEmpty()) {
      errors.error(Finding.of(option, "a modality must have a column", "none in " + spec.path()));
    }
    errors.throwIfAny();
    boolean all = chosen.cardinality() == names.size();
    int[] places = chosen.stream().toArray();
    PackedNames kept = all ? names : names.select(places);
    ColumnGroups groups =
        ColumnGroupReader.read(
            spec.groups(), context.folder(), option, kept, null, errors, context.findings());
    errors.throwIfAny();
    return data(kept, all ? cells : cells.select(places), groups);
  }

  private WideData known(List<String> expected, PackedNames names, CompressedRows cells) {
    if (kind == SparseKind.CELLS) {
      return knownCells(expected, names, cells);
    }
    Findings errors = new Findings();
    int[] places = new NameChoice(option, spec.path(), names, null, errors).known(expected);
    errors.throwIfAny();
    boolean all = NameChoice.isAll(places, names.size());
    return data(expected, all ? cells : cells.select(places), null);
  }

  /** A table of cells need not name a column that is 0 for all its subjects. */
  private WideData knownCells(List<String> expected, PackedNames names, CompressedRows cells) {
    NameIndex wanted = NameIndex.of(expected);
    int[] places = new int[names.size()];
    List<String> unknown = new ArrayList<>();
    for (int j = 0; j < places.length; j++) {
      places[j] = wanted.find(names, j);
      if (places[j] < 0) {
        unknown.add(names.get(j));
      }
    }
    if (unknown.size() == places.length) {
      throw new FindingsException(
          Finding.of(
              spec.path(),
              "it must have one of the %,d columns that the model was fitted on"
                  .formatted(expected.size()),
              "others: " + ColumnNames.examples(unknown)));
    }
    if (!unknown.isEmpty()) {
      context
          .findings()
          .warning(
              Finding.of(
                  spec.path(),
                  "its columns should be those that the model was fitted on",
                  "%,d more, left out: %s"
                      .formatted(unknown.size(), ColumnNames.examples(unknown))));
    }
    return data(expected, cells.renumbered(places, expected.size()), null);
  }

  private static WideData data(
      List<String> names,
      WideMatrix matrix,
      @org.jspecify.annotations.Nullable ColumnGroups groups) {
    return new WideData(WideData.Kind.SPARSE, names, matrix, groups);
  }
}
