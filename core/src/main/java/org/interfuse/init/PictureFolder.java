package org.interfuse.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;

/**
 * A sub-folder of images.
 *
 * @param path its name
 * @param folders whether each of its own sub-folders holds a subject's images
 * @param ids what its images, or those sub-folders, are called
 */
record PictureFolder(String path, boolean folders, Set<String> ids) {
  private static final int LOOKED_AT = 100;
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".tif", ".tiff");

  /** Those of a folder, by name. */
  static List<PictureFolder> in(Path folder) {
    return folders(folder).stream()
        .map(PictureFolder::of)
        .filter(found -> !found.ids.isEmpty())
        .toList();
  }

  private static PictureFolder of(Path folder) {
    Set<String> stems = new LinkedHashSet<>();
    for (Path file : entries(folder)) {
      if (isPicture(file)) {
        stems.add(name(file).substring(0, name(file).lastIndexOf('.')));
      }
    }
    if (!stems.isEmpty()) {
      return new PictureFolder(name(folder), false, stems);
    }
    Set<String> names = new LinkedHashSet<>();
    for (Path own : folders(folder)) {
      if (entries(own).stream().anyMatch(PictureFolder::isPicture)) {
        names.add(name(own));
      }
    }
    return new PictureFolder(name(folder), true, names);
  }

  /**
   * The folder that the names in a column are relative to: the given one, or the first of its
   * sub-folders with most of those that are looked at.
   *
   * @return empty for the folder itself; null where hardly a file is found
   */
  static @Nullable String holding(Path folder, Set<String> files) {
    List<String> some = files.stream().limit(LOOKED_AT).toList();
    if (isMost(folder, some)) {
      return "";
    }
    return folders(folder).stream()
        .filter(own -> isMost(own, some))
        .map(PictureFolder::name)
        .findFirst()
        .orElse(null);
  }

  private static boolean isMost(Path folder, List<String> files) {
    long there = files.stream().filter(file -> isFile(folder, file)).count();
    return there > 0 && 2 * there >= files.size();
  }

  private static boolean isFile(Path folder, String file) {
    try {
      return Files.isRegularFile(folder.resolve(file));
    } catch (java.nio.file.InvalidPathException e) {
      return false;
    }
  }

  private static boolean isPicture(Path file) {
    String lower = name(file).toLowerCase(Locale.ROOT);
    return !lower.startsWith(".")
        && ENDINGS.stream().anyMatch(lower::endsWith)
        && Files.isRegularFile(file);
  }

  private static List<Path> folders(Path folder) {
    return entries(folder).stream()
        .filter(Files::isDirectory)
        .filter(own -> !name(own).startsWith("."))
        .toList();
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new FindingsException(
          Finding.of(folder.toString(), "a folder must be readable", "one that is not"));
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
