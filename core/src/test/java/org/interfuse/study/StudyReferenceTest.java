package org.interfuse.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.source.IdSpec;
import org.interfuse.source.TableFormat;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StudyReferenceTest {
  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("core/pom.xml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no folder holds core/pom.xml");
    }
    return folder.resolve("docs/study.md");
  }

  @Test
  @DisplayName("docs/study.md is what the options say; -Dinterfuse.reference=write writes it anew")
  void isUpToDate() throws IOException {
    String generated = StudyReference.markdown(SpecCatalog.load());
    if ("write".equals(System.getProperty("interfuse.reference"))) {
      Files.createDirectories(page().getParent());
      Files.writeString(page(), generated);
    }
    assertThat(Files.readString(page())).isEqualTo(generated);
  }

  @Test
  @DisplayName("every option of the study itself has a meaning")
  void saysWhatOptionsMean() {
    Stream<Record> records =
        Stream.concat(
            Stream.of(new TrainingSpec(), new SplitSpec.Folds(), new TableFormat(), new IdSpec()),
            TargetSection.DEFAULTS.values().stream().map(Record.class::cast));
    List<String> blank =
        records
            .flatMap(record -> Option.of(record.getClass()).stream())
            .filter(option -> option.meaning().isEmpty())
            .map(option -> option.component().toString())
            .toList();
    assertThat(blank).isEmpty();
  }

  @Test
  @DisplayName("everything that a study can name has a meaning, and so has each of its options")
  void saysWhatEverythingMeans() {
    List<String> blank = new ArrayList<>();
    for (SpecListing listing : SpecListing.of(SpecCatalog.load())) {
      for (SpecListing.Entry entry : listing.entries()) {
        if (entry.meaning().isEmpty()) {
          blank.add(listing.kind() + " " + entry.name());
        }
        entry.options().stream()
            .filter(option -> option.meaning().isEmpty())
            .forEach(
                option -> blank.add(listing.kind() + " " + entry.name() + "." + option.name()));
      }
    }
    assertThat(blank).isEmpty();
  }

  @Test
  void showsDefaultsAndMeanings() {
    assertThat(StudyReference.markdown(TestSpecs.catalog()))
        .contains(
            "| `learning_rate` | a finite number | 0.001 | peak rate of AdamW, above 0 |",
            "| `folds` | a whole number | 5 | number of folds, 2 or more |",
            "| `modality_dropout` | a finite number | 0.2 |",
            "| `scale` | list: none \\| standard \\| log1p | [standard] |",
            "## fusion: concat\n\nIt has no options.\n");
  }
}
