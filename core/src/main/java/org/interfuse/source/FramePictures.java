package org.interfuse.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.PictureArray;
import org.interfuse.source.image.FrameFolder;
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

  /** Whether a study's paths are arrays: by their names, or a folder with arrays and no images. */
  static boolean are(FramesSource spec, Path folder) {
    if (spec.path().isEmpty()) {
      return false;
    }
    boolean named = spec.path().stream().allMatch(path -> ArrayTable.isArray(Path.of(path)));
    return named
        || spec.path().size() == 1 && holdsArrays(folder.resolve(spec.path().get(0)), spec.id());
  }

  private static boolean holdsArrays(Path folder, IdSpec id) {
    List<Path> seen = Files.isDirectory(folder) ? seen(folder) : List.of();
    if (seen.stream().noneMatch(ArrayTable::isArray)) {
      return false;
    }
    try {
      return seen.stream().allMatch(ArrayTable::isArray) || !FrameFolder.hasImages(folder, id);
    } catch (IOException e) {
      throw TextFile.unreadable(folder.toString(), e);
    }
  }

  /** What is in a folder and not hidden. */
  private static List<Path> seen(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !name(file).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw TextFile.unreadable(folder.toString(), e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
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
    List<String> ids = ArrayIds.of(spec, context, option, path, array.subjects());
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
    requireArraysAlone();
    Map<String, SubjectFiles.Shown> files =
        new SubjectFiles(context, option, "frames").read(spec.path(), spec.id());
    Map<String, List<Named>> bySubject = new LinkedHashMap<>();
    BrokenFrameFiles broken = new BrokenFrameFiles(spec, context, option);
    files.forEach(
        (id, file) -> {
          try {
            PictureArray array = PictureArray.open(file.file(), file.name(), spec.tensor(), false);
            bySubject.put(id, named(file.file(), file.name(), array, 0));
          } catch (FindingsException e) {
            broken.add(file, e);
          }
        });
    broken.report(bySubject.isEmpty());
    return new ImageList(bySubject, false, 0);
  }

  /** A folder stands for all its files, so none of them may be anything else. */
  private void requireArraysAlone() {
    String path = spec.path().get(0);
    Path folder = context.folder().resolve(path);
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> seen = seen(folder);
    List<String> others =
        seen.stream().filter(file -> !ArrayTable.isArray(file)).map(FramePictures::name).toList();
    if (others.isEmpty()) {
      return;
    }
    String inside = path.endsWith("/") ? path : path + "/";
    List<String> globs =
        seen.stream()
            .filter(ArrayTable::isArray)
            .map(FramePictures::name)
            .map(name -> inside + "*" + name.substring(name.lastIndexOf('.')))
            .distinct()
            .toList();
    String listed = String.join(", ", globs);
    throw new FindingsException(
        Finding.of(
                option + ".path",
                "a folder of arrays must have no other files",
                "%,d beside arrays in '%s'".formatted(others.size(), path),
                List.of(
                    "write 'path: %s'".formatted(globs.size() == 1 ? listed : "[" + listed + "]")))
            .withValue(ColumnNames.examples(others)));
  }

  private List<Named> named(Path file, String place, PictureArray array, int subject) {
    List<Named> named = new ArrayList<>();
    for (int frame : FrameFolder.taken(array.time(), spec.every(), spec.most())) {
      named.add(
          new Named(
              file,
              name(file),
              "%s, frame %,d".formatted(place, frame + 1),
              frame,
              array.region(subject, frame)));
    }
    return named;
  }
}
