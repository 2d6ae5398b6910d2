package org.interfuse.source.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.IdSpec;
import org.interfuse.source.image.ImageList.Named;
import org.interfuse.source.text.TextFile;

/**
 * Images in a folder: one a subject, called by its id, or a sub-folder a subject, called by its id,
 * with images in the order of their names. Files whose names do not end like those of images, and
 * those that begin with a dot, are left alone.
 */
public final class ImageFolder {
  /** {@code id: folder}. */
  static final String FOLDER = "folder";

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".tif", ".tiff");

  private ImageFolder() {}

  /**
   * Lists the images.
   *
   * @param base what the path is relative to
   * @param id {@code file-stem}, which is the default, or {@code folder}; of both the leading
   *     characters that count
   * @throws FindingsException if there is no such folder, it has no images, or an id is there twice
   */
  public static ImageList read(Path base, String path, IdSpec id, String option) {
    String from = id.column() == null ? IdSpec.FILE_STEM : id.column();
    if (id.rows() || !from.equals(IdSpec.FILE_STEM) && !from.equals(FOLDER)) {
      throw new FindingsException(
          Finding.of(
              option + ".id",
              "images of a folder are identified by their names",
              id.rows() ? "'rows'" : "'" + from + "'",
              List.of("id: " + IdSpec.FILE_STEM, "id: " + FOLDER)));
    }
    Path folder = base.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw new FindingsException(
          Finding.of(option + ".path", "a folder of images", "no folder '%s'".formatted(path)));
    }
    Map<String, List<Named>> bySubject = new LinkedHashMap<>();
    try {
      if (from.equals(FOLDER)) {
        readFolders(folder, path, id.keep(), bySubject);
      } else {
        readFiles(folder, path, id.keep(), option, bySubject);
      }
    } catch (IOException e) {
      throw TextFile.unreadable(option + ".path", e);
    }
    if (bySubject.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              option + ".path",
              "a folder of files ending in " + String.join(", ", ENDINGS),
              "none in '%s'".formatted(path)));
    }
    return new ImageList(bySubject, false, 0);
  }

  private static void readFolders(
      Path folder, String path, int keep, Map<String, List<Named>> bySubject) throws IOException {
    List<Path> folders = folders(folder);
    for (int f = 0; f < folders.size(); f++) {
      Path own = folders.get(f);
      List<Named> images = new ArrayList<>();
      for (Path file : images(own)) {
        images.add(named(folder, path, file, place(f, images.size())));
      }
      if (!images.isEmpty()) {
        String subject = cut(String.valueOf(own.getFileName()), keep);
        bySubject.computeIfAbsent(subject, absent -> new ArrayList<>()).addAll(images);
      }
    }
  }

  private static void readFiles(
      Path folder, String path, int keep, String option, Map<String, List<Named>> bySubject)
      throws IOException {
    List<Path> images = images(folder);
    for (int i = 0; i < images.size(); i++) {
      Path file = images.get(i);
      String name = String.valueOf(file.getFileName());
      String stem = cut(name.substring(0, name.lastIndexOf('.')), keep);
      bySubject
          .computeIfAbsent(stem, absent -> new ArrayList<>())
          .add(named(folder, path, file, place(i)));
    }
    if (keep == 0) {
      requireOneEach(bySubject, option);
    }
  }

  private static void requireOneEach(Map<String, List<Named>> bySubject, String option) {
    List<List<Named>> several = bySubject.values().stream().filter(all -> all.size() > 1).toList();
    if (!several.isEmpty()) {
      throw new FindingsException(
          Finding.of(
                  option + ".id",
                  "with 'id: file-stem' a subject has one image",
                  "%,d with several: %s%s"
                      .formatted(
                          several.size(),
                          String.join(", ", several.get(0).stream().map(Named::place).toList()),
                          several.size() > 1 ? ", …" : ""),
                  List.of("give each subject a folder, and write 'id: folder'"))
              .withValue(String.join(", ", several.get(0).stream().map(Named::shown).toList())));
    }
  }

  private static Named named(Path folder, String path, Path file, String place) {
    return new Named(file, shown(folder, path, file), path + place);
  }

  /** A file's name, behind the path that the study has of its folder. */
  static String shown(Path folder, String path, Path file) {
    return (path.endsWith("/") ? path : path + "/") + folder.relativize(file);
  }

  /** Which image of a folder, counted from 0, in messages: its name is its subject's id. */
  static String place(int image) {
    return ", image %,d".formatted(image + 1);
  }

  /** Which image of which sub-folder, both counted from 0. */
  static String place(int folder, int image) {
    return ", folder %,d".formatted(folder + 1) + place(image);
  }

  /** Sub-folders but for hidden ones, in the order of their names. */
  static List<Path> folders(Path folder) throws IOException {
    return sorted(folder).stream()
        .filter(own -> Files.isDirectory(own))
        .filter(own -> !String.valueOf(own.getFileName()).startsWith("."))
        .toList();
  }

  static String cut(String name, int keep) {
    return keep > 0 && name.length() > keep ? name.substring(0, keep) : name;
  }

  static List<Path> images(Path folder) throws IOException {
    return sorted(folder).stream()
        .filter(file -> isImage(String.valueOf(file.getFileName())))
        .filter(file -> !Files.isDirectory(file)) // a link that leads nowhere is named later
        .toList();
  }

  private static boolean isImage(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.stream().anyMatch(lower::endsWith);
  }

  static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
