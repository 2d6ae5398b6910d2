package org.interfuse.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.SearchRange;
import org.interfuse.comparison.SearchRange.Between;
import org.interfuse.comparison.SearchRange.Choice;
import org.interfuse.comparison.SearchRange.Scale;
import org.interfuse.comparison.TuningSpec;
import org.interfuse.study.SpecReader.Section;
import org.interfuse.study.Written.Items;
import org.interfuse.study.Written.Keys;
import org.jspecify.annotations.Nullable;

/** Reads {@code comparison.tuning}: how many trials, and what they draw. */
final class TuningReader {
  private final SpecReader specs;

  TuningReader(SpecReader specs) {
    this.specs = specs;
  }

  /** The options; where something is wrong the defaults, and a mistake has been added. */
  TuningSpec read(Keys comparison) {
    Keys keys = StudyReader.part(specs, comparison, "tuning", false);
    specs.rejectUnknown(keys, StudyKeys.names(StudyKeys.TUNING));
    Keys options = StudyReader.part(specs, keys, "options", false);
    return new TuningSpec(
        trials(keys), options.entries().isEmpty() ? TuningSpec.defaults() : ranges(options));
  }

  private int trials(Keys keys) {
    Written written = keys.entries().get("trials");
    if (written == null) {
      return TuningSpec.DEFAULT_TRIALS;
    }
    int trials =
        (int) specs.values().read(int.class, written, null).orElse(TuningSpec.DEFAULT_TRIALS);
    if (trials < 1) {
      specs.mistakes().add(written.place(), "expected 1 or more", String.valueOf(trials));
      return TuningSpec.DEFAULT_TRIALS;
    }
    return trials;
  }

  private Map<String, SearchRange> ranges(Keys options) {
    Map<String, SearchRange> ranges = new LinkedHashMap<>();
    options
        .entries()
        .forEach(
            (path, written) -> {
              SearchRange range = range(written);
              if (range != null) {
                ranges.put(path, range);
              }
            });
    return ranges;
  }

  private @Nullable SearchRange range(Written written) {
    if (written instanceof Items items && !items.items().isEmpty()) {
      List<Object> values = new java.util.ArrayList<>();
      for (Written item : items.items()) {
        Object value = WrittenTree.plain(item);
        if (value == null) {
          specs.values().mismatch(item, "a value");
          return null;
        }
        values.add(value);
      }
      return new Choice(values);
    }
    if (written instanceof Keys keys) {
      for (String end : List.of("from", "to")) {
        if (!keys.entries().containsKey(end)) {
          specs.mistakes().add(keys.place().child(end), "is required", "");
          return null;
        }
      }
      return (SearchRange)
          specs.recordOf(Between.class, keys, new Between(0, 1, Scale.LINEAR), Section.PLAIN);
    }
    specs.values().mismatch(written, "{from: NUMBER, to: NUMBER, scale: log} or a list of values");
    return null;
  }
}
