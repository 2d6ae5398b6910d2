package org.interfuse.source.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.EvenSpread;
import org.interfuse.source.IdSpec;
import org.interfuse.source.image.ImageList.Named;
import org.interfuse.source.text.TextFile;

/**
 * Images that follow each other in time, in a folder: a sub-folder a subject, called by its id,
 * with images in the {@link NaturalOrder} of their names; or files called {@code ID_NUMBER}. The
 * time of a frame is its place in that order, from 0.
 */
public final class FrameFolder {
  private static final Pattern NUMBERED = Pattern.compile("(?s)(.*?[^ _.-])[ _.-]+([0-9]+)");

  private final String option;
  private final int every;
  private final int most;

  /**
   * @param every of how many frames one is taken, the first of them
   * @param most frames of a subject, evenly spread over those
   */
  public FrameFolder(String option, int every, int most) {
    this.option = option;
    this.every = every;
    this.most = most;
  }

  /**
   * Lists the frames.
   *
   * @param base what the path is relative to
   * @param id {@code folder}, which is the default, or {@code file-stem}; of both the leading
   *     characters that count
   * @throws FindingsException if there is no such folder, it has no images, or a file's name is not
   *     of a subject and a number
   */
  public ImageList read(Path base, String path, IdSpec id) {
    String from = from(id);
    boolean folders = from.equals(ImageFolder.FOLDER);
    if (id.rows() || !folders && !from.equals(IdSpec.FILE_STEM)) {
      throw new FindingsException(
          Finding.of(
              option + ".id",
              "frames that are images are identified by their names",
              id.rows() ? "'rows'" : "'" + from + "'",
              List.of("id: " + ImageFolder.FOLDER, "id: " + IdSpec.FILE_STEM)));
    }
    Path folder = base.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw new FindingsException(
          Finding.of(
              option + ".path",
              "a folder of images",
              "no folder '%s'".formatted(path),
              List.of("frames of numbers need 'of: features'")));
    }
    Map<String, List<Placed>> bySubject;
    try {
      bySubject = folders ? folders(folder, id.keep()) : files(folder, id.keep());
    } catch (IOException e) {
      throw TextFile.unreadable(option + ".path", e);
    }
    if (bySubject.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              option + ".path",
              folders
                  ? "a folder with a sub-folder of images a subject"
                  : "a folder of images called ID_NUMBER",
              "no image in '%s'".formatted(path),
              List.of("id: " + (folders ? IdSpec.FILE_STEM : ImageFolder.FOLDER), "of: features")));
    }
    Map<String, List<Named>> named = new LinkedHashMap<>();
    bySubject.forEach((subject, files) -> named.put(subject, named(folder, path, files)));
    return new ImageList(named, false, 0);
  }

  /** Whether a folder has any image where the id says that they lie. */
  public static boolean hasImages(Path folder, IdSpec id) throws IOException {
    return from(id).equals(ImageFolder.FOLDER)
        ? !folders(folder, 0).isEmpty()
        : !ImageFolder.images(folder).isEmpty();
  }

  private static String from(IdSpec id) {
    return id.column() == null ? ImageFolder.FOLDER : id.column();
  }

  /**
   * An image.
   *
   * @param place which one of the folder it is, for messages
   */
  private record Placed(Path file, String place) {}

  private static Map<String, List<Placed>> folders(Path folder, int keep) throws IOException {
    Map<String, List<Placed>> bySubject = new LinkedHashMap<>();
    List<Path> folders = ImageFolder.folders(folder);
    for (int f = 0; f < folders.size(); f++) {
      String subject = ImageFolder.cut(name(folders.get(f)), keep);
      List<Path> images = inOrder(folders.get(f));
      for (int i = 0; i < images.size(); i++) {
        bySubject
            .computeIfAbsent(subject, absent -> new ArrayList<>())
            .add(new Placed(images.get(i), ImageFolder.place(f, i)));
      }
    }
    return bySubject;
  }

  private static List<Path> inOrder(Path folder) throws IOException {
    List<Path> images = new ArrayList<>(ImageFolder.images(folder));
    images.sort(Comparator.comparing(FrameFolder::name, new NaturalOrder()));
    return images;
  }

  private Map<String, List<Placed>> files(Path folder, int keep) throws IOException {
    Map<String, List<Placed>> bySubject = new LinkedHashMap<>();
    List<Path> images = inOrder(folder);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Path file = images.get(i);
      String name = name(file);
      Matcher numbered = NUMBERED.matcher(name.substring(0, name.lastIndexOf('.')));
      if (numbered.matches()) {
        String subject = ImageFolder.cut(numbered.group(1), keep);
        bySubject
            .computeIfAbsent(subject, absent -> new ArrayList<>())
            .add(new Placed(file, ImageFolder.place(i)));
      } else {
        others.add(name);
      }
    }
    if (!others.isEmpty()) {
      throw new FindingsException(
          Finding.of(
                  option + ".id",
                  "with 'id: file-stem' a frame is called ID_NUMBER",
                  "%,d of %,d images are not".formatted(others.size(), images.size()),
                  List.of("give each subject a folder, and write 'id: folder'"))
              .withValue(others.get(0)));
    }
    return bySubject;
  }

  private List<Named> named(Path folder, String path, List<Placed> files) {
    List<Named> named = new ArrayList<>();
    for (int at : taken(files.size(), every, most)) {
      Placed one = files.get(at);
      String shown = ImageFolder.shown(folder, path, one.file());
      named.add(new Named(one.file(), shown, path + one.place(), at));
    }
    return named;
  }

  /**
   * Which frames of a subject are taken.
   *
   * @param count how many it has
   * @param every of how many frames one is taken, the first of them
   * @param most frames, evenly spread over those
   * @return ascending, counted from 0
   */
  public static int[] taken(int count, int every, int most) {
    int kept = (int) ((count + every - 1L) / every);
    return IntStream.of(EvenSpread.of(kept, most)).map(at -> at * every).toArray();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
