package org.interfuse.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.PictureArray;
import org.jspecify.annotations.Nullable;

/**
 * A sub-folder of images, or of arrays with a subject's frames.
 *
 * @param path its name
 * @param kind what it holds
 * @param ids what its files, or their sub-folders, are called
 */
record PictureFolder(String path, Kind kind, Set<String> ids) {
  /** What a folder holds. */
  enum Kind {
    /** A subject's image each. */
    IMAGES,
    /** Sub-folders of a subject's images each. */
    FOLDERS,
    /** Sub-folders of images each that are numbered. */
    SEQUENCES,
    /** A subject's array [time, numbers] each. */
    VECTORS,
    /** A subject's array of images each. */
    VIDEOS
  }

  private static final int FEWEST_FRAMES = 3;
  private static final Pattern NUMBERED = Pattern.compile("(?s)(.*?)([0-9]+)");
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
        stems.add(stem(file));
      }
    }
    if (!stems.isEmpty()) {
      return new PictureFolder(name(folder), Kind.IMAGES, stems);
    }
    Set<String> names = new LinkedHashSet<>();
    int sequences = 0;
    for (Path own : folders(folder)) {
      List<Path> pictures = entries(own).stream().filter(PictureFolder::isPicture).toList();
      if (!pictures.isEmpty()) {
        names.add(name(own));
        sequences += isSequence(pictures) ? 1 : 0;
      }
    }
    if (names.isEmpty()) {
      return arrays(folder);
    }
    Kind kind = 2 * sequences > names.size() ? Kind.SEQUENCES : Kind.FOLDERS;
    return new PictureFolder(name(folder), kind, names);
  }

  /** Whether they are called alike but for a number at the end. */
  private static boolean isSequence(List<Path> pictures) {
    Set<String> names = new HashSet<>();
    for (Path picture : pictures) {
      Matcher numbered = NUMBERED.matcher(stem(picture));
      if (!numbered.matches()) {
        return false;
      }
      names.add(numbered.group(1));
    }
    return pictures.size() >= FEWEST_FRAMES && names.size() == 1;
  }

  /** The arrays of a folder, by what the first of them holds. */
  private static PictureFolder arrays(Path folder) {
    List<Path> arrays =
        entries(folder).stream()
            .filter(file -> ArrayTable.isArray(file) && !name(file).startsWith("."))
            .toList();
    Set<String> stems = new LinkedHashSet<>();
    boolean vectors = !arrays.isEmpty() && isMatrix(arrays.get(0));
    if (vectors || !arrays.isEmpty() && isVideo(arrays.get(0))) {
      arrays.forEach(file -> stems.add(stem(file)));
    }
    return new PictureFolder(name(folder), vectors ? Kind.VECTORS : Kind.VIDEOS, stems);
  }

  private static boolean isVideo(Path file) {
    try {
      return PictureArray.open(file, name(file), "", false).time() > 0;
    } catch (FindingsException e) {
      return false;
    }
  }

  private static boolean isMatrix(Path file) {
    try {
      return ArrayTable.open(file, name(file), "", List.of(), null, null).rows() > 0;
    } catch (FindingsException e) {
      return false;
    }
  }

  private static String stem(Path file) {
    return name(file).substring(0, name(file).lastIndexOf('.'));
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
