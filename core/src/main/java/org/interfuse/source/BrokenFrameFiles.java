package org.interfuse.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;

/**
 * Files of frames, of one subject each, that cannot be read. All are told of at once: as errors,
 * those that are wrong in the same way as one; or as one warning where they count as absent. Not
 * thread-safe.
 */
final class BrokenFrameFiles {
  private static final int EXAMPLES = 5;

  /**
   * What is wrong with a file.
   *
   * @param what the same without the name of the file
   */
  private record Broken(String what, Finding finding) {}

  private final FramesSource spec;
  private final SourceContext context;
  private final String option;
  private final List<Broken> all = new ArrayList<>();

  BrokenFrameFiles(FramesSource spec, SourceContext context, String option) {
    this.spec = spec;
    this.context = context;
    this.option = option;
  }

  /** Adds all that was found when a file was read. */
  void add(SubjectFiles.Shown file, FindingsException e) {
    e.findings().forEach(found -> add(file, found));
  }

  void add(SubjectFiles.Shown file, Finding found) {
    String shown = file.name();
    Finding placed = found.where().contains(shown) ? found : found.at(shown + ", " + found.where());
    all.add(new Broken(found.message().replace(shown, ""), file.named(placed)));
  }

  /**
   * Says what is broken, if anything is.
   *
   * @param nothingLeft whether no file could be read, which is an error where columns are not known
   * @throws FindingsException if it is an error
   */
  void report(boolean nothingLeft) {
    if (all.isEmpty()) {
      return;
    }
    if (spec.broken() == ImageSource.Broken.ERROR || nothingLeft && context.known() == null) {
      Findings errors = new Findings();
      once().forEach(errors::error);
      errors.throwIfAny();
    }
    List<Finding> examples = all.stream().limit(EXAMPLES).map(Broken::finding).toList();
    List<String> told = examples.stream().map(one -> one.where() + ": " + one.found()).toList();
    List<String> values = examples.stream().map(one -> "" + one.value()).toList();
    context
        .findings()
        .warning(
            Finding.of(
                    option + ".broken",
                    "files of frames should be readable; subjects of others lack them",
                    "%,d broken: %s%s"
                        .formatted(
                            all.size(),
                            String.join("; ", told),
                            all.size() > EXAMPLES ? "; …" : ""))
                .withValue(String.join(", ", values)));
  }

  /** What is wrong with several files in the same way is told of the first. */
  private List<Finding> once() {
    Map<String, List<Finding>> alike = new LinkedHashMap<>();
    for (Broken one : all) {
      alike.computeIfAbsent(one.what(), key -> new ArrayList<>()).add(one.finding());
    }
    return alike.values().stream().map(BrokenFrameFiles::first).toList();
  }

  private static Finding first(List<Finding> alike) {
    Finding first = alike.get(0);
    return alike.size() == 1
        ? first
        : new Finding(
            first.where(),
            first.rule(),
            "%s, and so in %,d files more".formatted(first.found(), alike.size() - 1),
            first.choices(),
            first.value());
  }
}
