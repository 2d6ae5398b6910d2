package org.interfuse.study;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.source.SourceSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Keys;
import org.interfuse.study.Written.Kind;
import org.interfuse.study.Written.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code modalities}: their sources and preprocessing. */
final class ModalityReader {
  /** The source of a modality that names none. */
  static final String DEFAULT_SOURCE = "table";

  /** The preprocessing of a modality whose source has none of the same name. */
  static final String DEFAULT_PREPROCESSING = "table";

  /** The preprocessing of a modality whose columns are read in tiles. */
  static final String WIDE_PREPROCESSING = "wide";

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]*");

  private final SpecReader specs;

  ModalityReader(SpecReader specs) {
    this.specs = specs;
  }

  /** The names written, in order. */
  List<String> names(Keys keys) {
    keys.entries()
        .forEach(
            (name, written) -> {
              if (!NAME.matcher(name).matches()) {
                specs
                    .mistakes()
                    .add(
                        written.place(),
                        "expected a name of letters, digits, _ and -",
                        "'" + name + "'");
              }
            });
    return List.copyOf(keys.entries().keySet());
  }

  /** Those that could be read. */
  List<StudyModality> read(Keys keys, List<String> names) {
    List<StudyModality> modalities = new ArrayList<>();
    for (String name : names) {
      Written written = keys.entries().get(name);
      if (written != null) {
        StudyModality modality = modality(name, written);
        if (modality != null) {
          modalities.add(modality);
        }
      }
    }
    return modalities;
  }

  private @Nullable StudyModality modality(String name, Written written) {
    if (written instanceof Scalar scalar && scalar.nothing()) {
      return modality(name, Keys.empty(written.place()));
    }
    if (!(written instanceof Keys keys)) {
      specs.values().mismatch(written, "keys, for example {path: FILE}");
      return null;
    }
    SourceSpec source = source(keys);
    PreprocessingSpec preprocessing = source == null ? null : preprocessing(keys, source);
    return source == null || preprocessing == null
        ? null
        : new StudyModality(name, source, preprocessing);
  }

  private @Nullable SourceSpec source(Keys keys) {
    Written name = keys.entries().get("source");
    Written asked =
        name == null ? new Scalar(DEFAULT_SOURCE, Kind.TEXT, keys.place().child("source")) : name;
    if (!(asked instanceof Scalar scalar) || scalar.nothing()) {
      specs.values().mismatch(asked, "the name of a source");
      return null;
    }
    SourceSpec defaults = specs.open(SpecCatalog.SOURCE, scalar, null, Section.PLAIN);
    return defaults == null
        ? null
        : specs.record(keys, defaults, Section.also("source", "preprocessing", "encoder"));
  }

  private @Nullable PreprocessingSpec preprocessing(Keys keys, SourceSpec source) {
    String other = other(source);
    PreprocessingSpec fallback = usual(specs.catalog(), source);
    Written written = keys.entries().get("preprocessing");
    if (written != null || fallback == null) {
      Written asked =
          written == null
              ? new Scalar(other, Kind.TEXT, keys.place().child("preprocessing"))
              : written;
      return specs.open(SpecCatalog.PREPROCESSING, asked, fallback, Section.PLAIN);
    }
    return fallback;
  }

  private static String other(SourceSpec source) {
    return source.wide() ? WIDE_PREPROCESSING : DEFAULT_PREPROCESSING;
  }

  /** What prepares modalities of a source where nothing is written; null where nothing is known. */
  static @Nullable PreprocessingSpec usual(SpecCatalog catalog, SourceSpec source) {
    return catalog
        .find(SpecCatalog.PREPROCESSING, source.preprocessing())
        .or(() -> catalog.find(SpecCatalog.PREPROCESSING, other(source)))
        .orElse(null);
  }
}
