package org.interfuse.source.wide;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.Spelling;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.NameIndex;
import org.interfuse.modality.PackedNames;
import org.interfuse.source.ColumnNames;
import org.interfuse.source.FilePaths;
import org.interfuse.source.GroupSpec;
import org.interfuse.source.TableFile;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TableReaders;
import org.interfuse.source.text.TextColumn;
import org.interfuse.source.text.TextFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads which groups columns belong to: a table with a row for each membership, or gene sets
 * ({@code .gmt}: name, description and members of a set on one line, by tabs).
 */
public final class ColumnGroupReader {
  private final NameIndex names;
  private final @Nullable NameIndex seconds;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final GroupBuilder groups = new GroupBuilder();
  private final List<String> unknown = new ArrayList<>();

  private ColumnGroupReader(PackedNames names, @Nullable PackedNames seconds) {
    this.names = NameIndex.of(names);
    this.seconds = seconds == null ? null : NameIndex.of(seconds);
  }

  /**
   * The groups of columns; null where a study names none.
   *
   * @param option the modality's options in the study, for example {@code modalities.rna}
   * @param names of the columns
   * @param seconds other names of the same columns, or null
   * @param errors receives what is wrong
   * @param warnings receives how many names of the file are no columns
   */
  public static @Nullable ColumnGroups read(
      GroupSpec spec,
      Path folder,
      String option,
      PackedNames names,
      @Nullable PackedNames seconds,
      Findings errors,
      Findings warnings) {
    if (spec.path().isEmpty()) {
      if (spec.window() > 0) {
        errors.error(
            Finding.of(option + ".groups.window", "only genotypes have base pairs", "a window"));
      }
      return null;
    }
    String shown = spec.path();
    Path file =
        Objects.requireNonNull(
            FilePaths.resolve(folder, List.of(shown), option + ".groups.path").get(shown));
    ColumnGroupReader reader = new ColumnGroupReader(names, seconds);
    String lower = shown.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".gmt") || lower.endsWith(".gmt.gz")) {
      reader.readSets(file, shown);
    } else {
      reader.readTable(spec, file, shown, option, errors);
    }
    return errors.errors().isEmpty() ? reader.build(shown, option, errors, warnings) : null;
  }

  private void readSets(Path file, String shown) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(TextFile.open(file, shown), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        for (int i = 2; i < fields.length; i++) {
          add(fields[i].strip(), fields[0].strip());
        }
      }
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  private void readTable(GroupSpec spec, Path file, String shown, String option, Findings errors) {
    TableFile table = TableReaders.open(file, shown, new TableFormat(), (column, name) -> true);
    int column = place(table, spec.column(), option + ".groups.column", errors);
    int group = place(table, spec.group(), option + ".groups.group", errors);
    if (column < 0 || group < 0) {
      return;
    }
    table.requireTexts(List.of(column, group));
    TextColumn members = table.text(column);
    TextColumn sets = table.text(group);
    for (int row = 0; row < table.rows(); row++) {
      add(members.text(row), sets.text(row));
    }
  }

  private static int place(TableFile table, String name, String option, Findings errors) {
    int place = table.names().indexOf(name);
    if (place < 0) {
      List<String> choices = new ArrayList<>();
      Spelling.nearest(name, table.names())
          .ifPresent(near -> choices.add("did you mean '" + near + "'"));
      choices.add("its columns are " + ColumnNames.examples(table.names()));
      errors.error(
          Finding.of(
              option, table.shown() + " must have the column", "no '" + name + "'", choices));
    }
    return place;
  }

  private void add(String column, String group) {
    if (column.isEmpty() || group.isEmpty()) {
      return;
    }
    int place = names.find(column);
    if (place < 0 && seconds != null) {
      place = seconds.find(column);
    }
    if (place < 0) {
      unknown.add(column);
    } else {
      groups.add(numbers.computeIfAbsent(group, key -> numbers.size()), place);
    }
  }

  private @Nullable ColumnGroups build(
      String shown, String option, Findings errors, Findings warnings) {
    String examples = ColumnNames.examples(unknown);
    if (groups.isEmpty()) {
      errors.error(
          Finding.of(
              option + ".groups",
              "%s and the modality must have a column in common".formatted(shown),
              unknown.isEmpty() ? "no member of a group" : "none of " + examples));
      return null;
    }
    if (!unknown.isEmpty()) {
      warnings.warning(
          Finding.of(
              option + ".groups",
              "members of %s should be columns of the modality".formatted(shown),
              "%,d unknown: %s".formatted(unknown.size(), examples)));
    }
    return groups.build(List.copyOf(numbers.keySet()));
  }
}
