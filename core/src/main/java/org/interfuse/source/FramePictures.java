package org.interfuse.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.EvenSpread;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.PictureArray;
import org.interfuse.source.image.ImageList;
import org.interfuse.source.image.ImageList.Named;
import org.interfuse.source.text.TextFile;

/**
 * Lists frames that are images of arrays: one of all subjects, or a file of each, called by its id.
 * The time of a frame is its place, from 0.
 */
final class FramePictures {
  private final FramesSource spec;
  private final SourceContext context;
  private final String option;

  FramePictures(FramesSource spec, SourceContext context, String option) {
    this.spec = spec;
    this.context = context;
    this.option = option;
  }

  /** Whether a study's paths are arrays: by their names, or a folder with arrays and no folders. */
  static boolean are(FramesSource spec, Path folder) {
    if (spec.path().isEmpty()) {
      return false;
    }
    boolean named = spec.path().stream().allMatch(path -> ArrayTable.isArray(Path.of(path)));
    return named || spec.path().size() == 1 && holdsArrays(folder.resolve(spec.path().get(0)));
  }

  private static boolean holdsArrays(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> seen =
          files.filter(file -> !String.valueOf(file.getFileName()).startsWith(".")).toList();
      return !seen.isEmpty() && seen.stream().allMatch(ArrayTable::isArray);
    } catch (IOException e) {
      throw TextFile.unreadable(folder.toString(), e);
    }
  }

  ImageList read() {
    return spec.oneArray() ? stack() : files();
  }

  /** [subjects, time, height, width] or [subjects, time, height, width, channels]. */
  private ImageList stack() {
    String path = spec.path().get(0);
    Path file =
        FilePaths.resolve(context.folder(), spec.path(), option + ".path")
            .values()
            .iterator()
            .next();
    PictureArray array = PictureArray.open(file, path, spec.tensor(), true);
    List<String> ids = new FrameFeatures(spec, context, option).ids(path, array.subjects());
    Map<String, List<Named>> bySubject = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      String place = "%s, subject %,d".formatted(path, i + 1);
      bySubject.put(ids.get(i), named(file, place, array, i));
    }
    return new ImageList(bySubject, spec.id().rows(), ids.size());
  }

  /** [time, height, width] or [time, height, width, channels] of each. */
  private ImageList files() {
    if (!spec.ids().isEmpty()) {
      throw FrameFiles.noIds(option, spec.ids());
    }
    Map<String, SubjectFiles.Shown> files =
        new SubjectFiles(context, option, "frames").read(spec.path(), spec.id());
    Map<String, List<Named>> bySubject = new LinkedHashMap<>();
    List<Finding> broken = new ArrayList<>();
    files.forEach(
        (id, file) -> {
          try {
            PictureArray array = PictureArray.open(file.file(), file.name(), spec.tensor(), false);
            bySubject.put(id, named(file.file(), file.name(), array, 0));
          } catch (FindingsException e) {
            e.findings().forEach(found -> broken.add(file.named(found)));
          }
        });
    report(broken, bySubject.isEmpty());
    return new ImageList(bySubject, false, 0);
  }

  private void report(List<Finding> broken, boolean nothingLeft) {
    boolean fatal =
        spec.broken() == ImageSource.Broken.ERROR || nothingLeft && context.known() == null;
    Findings errors = new Findings();
    broken.forEach(fatal ? errors::error : context.findings()::warning);
    errors.throwIfAny();
  }

  private List<Named> named(Path file, String place, PictureArray array, int subject) {
    int[] kept = IntStream.iterate(0, at -> at < array.time(), at -> at + spec.every()).toArray();
    List<Named> named = new ArrayList<>();
    for (int at : EvenSpread.of(kept.length, spec.most())) {
      int frame = kept[at];
      named.add(
          new Named(
              file,
              String.valueOf(file.getFileName()),
              "%s, frame %,d".formatted(place, frame + 1),
              frame,
              array.region(subject, frame)));
    }
    return named;
  }
}
