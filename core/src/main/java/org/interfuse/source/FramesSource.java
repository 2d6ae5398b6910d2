package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.modality.ModalityKind;
import org.interfuse.option.Meaning;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.image.FrameFolder;
import org.interfuse.source.image.ImageList;

/**
 * Frames that follow each other in time: images (a video), or vectors of numbers (what a sensor
 * measured, features of a video's images).
 *
 * <p>Images lie in a folder, in an array [subjects, time, height, width] or [subjects, time,
 * height, width, channels], or in a file for each subject that is such an array without the first
 * axis. Vectors are a table with a row a frame, which an id column gives to subjects; a file for
 * each subject (a table, or an array [time, numbers] in {@code .npy} or {@code .safetensors}); or
 * one array [subjects, time, numbers].
 *
 * @param path of images their folder, of vectors the table; of both the folder of files or the
 *     array
 * @param of what a frame is
 * @param format how tables are written
 * @param id of images {@code folder} or {@code file-stem}; of files of vectors {@code file-stem};
 *     of a table the id column
 * @param time the column that says when a frame was taken; empty where frames are in order, one a
 *     unit of time
 * @param columns names and globs of the numbers of a vector; empty for all but id and time
 * @param exclude names and globs that are left out again
 * @param ids of one array, the file with one subject's id a line
 * @param names of arrays, the file with the name of one number a line; empty for 1, 2, …
 * @param tensor of safetensors files, the name of the tensor; empty for their only one
 * @param every of how many frames one is taken, 1 or more
 * @param most frames of a subject, evenly spread over those, 1 or more
 * @param broken what a file is that cannot be read
 * @param pixels images of more pixels are not decoded, and count as broken
 */
@Meaning("what follows each other in time: images of a video, or vectors such as those of a sensor")
@AutoService(SourceSpec.class)
public record FramesSource(
    @Meaning(
            "of images their folder, of features a table; of both a folder or glob of files, or one array")
        List<String> path,
    @Meaning("what a frame is") Of of,
    TableFormat format,
    @Meaning(
            "of images: folder (a sub-folder each) or file-stem (ID_NUMBER); of files: file-stem; of a table: the id column")
        IdSpec id,
    @Meaning("the column that says when a frame was taken; none where they are in order")
        String time,
    @Meaning("names and globs of the numbers of a frame; empty for all but id and time")
        List<String> columns,
    @Meaning("names and globs that are left out again") List<String> exclude,
    @Meaning("of one array: file with one subject's id a line; not needed with id: rows")
        String ids,
    @Meaning("of arrays: file with the name of one number of a frame a line; none is 1, 2, …")
        String names,
    @Meaning("of safetensors files: name of the tensor; none is their only one") String tensor,
    @Meaning("of how many frames one is taken, the first of them; 1 is all") int every,
    @Meaning("most frames of a subject, evenly spread over those that are taken") int most,
    @Meaning("what a file that cannot be read is: an error, or nothing") ImageSource.Broken broken,
    @Meaning("images of more pixels are not decoded and count as broken") long pixels)
    implements SourceSpec {
  /** What a frame is. */
  public enum Of {
    /** A picture. */
    @Meaning("an image: PNG, JPEG or TIFF")
    IMAGES,
    /** Numbers. */
    @Meaning("a vector of numbers")
    FEATURES
  }

  /** Nothing yet: a path is needed. */
  public FramesSource() {
    this(
        List.of(),
        Of.IMAGES,
        new TableFormat(),
        new IdSpec(),
        "",
        List.of(),
        List.of(),
        "",
        "",
        "",
        1,
        256,
        ImageSource.Broken.ERROR,
        new ImageSource().pixels());
  }

  public FramesSource {
    path = List.copyOf(path);
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    requirePositive("every", every);
    requirePositive("most", most);
    requirePositive("pixels", pixels);
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: expected 1 or more, but it is %d".formatted(option, value));
    }
  }

  @Override
  public String type() {
    return "frames";
  }

  @Override
  public boolean table() {
    return false;
  }

  @Override
  public ModalityKind kind() {
    return of == Of.IMAGES ? ModalityKind.IMAGE_FRAMES : ModalityKind.FRAMES;
  }

  @Override
  public String encoder() {
    return of == Of.IMAGES ? "cnn" : "frame-transformer";
  }

  @Override
  public String preprocessing() {
    return of == Of.IMAGES ? "image" : type();
  }

  @Override
  public List<String> companions() {
    if (of == Of.IMAGES) {
      return oneArray() && !id.rows() ? List.of("ids") : List.of();
    }
    if (path.stream().noneMatch(FramesSource::mayHoldArrays)) {
      return List.of();
    }
    return oneArray() && !id.rows() ? List.of("ids", "names") : List.of("names");
  }

  /** Whether one array holds all subjects. */
  boolean oneArray() {
    return path.size() == 1
        && !Glob.isGlob(path.get(0))
        && ArrayTable.isArray(Path.of(path.get(0)))
        && !IdSpec.FILE_STEM.equals(id.column());
  }

  /** An array, or a folder, by its name: one without an ending. */
  private static boolean mayHoldArrays(String part) {
    Path path = Path.of(part);
    return ArrayTable.isArray(path) || String.valueOf(path.getFileName()).indexOf('.') < 0;
  }

  @Override
  public Loaded read(SourceContext context) {
    String option = "modalities." + context.modality();
    if (of == Of.FEATURES) {
      return new FrameFeatures(this, context, option).read();
    }
    boolean arrays = FramePictures.are(this, context.folder());
    requireImages(option, arrays);
    ImageList list =
        arrays
            ? new FramePictures(this, context, option).read()
            : new FrameFolder(option, every, most).read(context.folder(), path.get(0), id);
    return list.load(broken == ImageSource.Broken.ABSENT, pixels, option, context);
  }

  private void requireImages(String option, boolean arrays) {
    Findings findings = new Findings();
    if (path.size() != 1 && !arrays) {
      findings.error(
          Finding.of(
              option + ".path",
              "frames that are images need one folder, or arrays",
              path.isEmpty() ? "none" : "%,d paths".formatted(path.size())));
    }
    List<String> others = new ArrayList<>();
    add(others, "time", !time.isEmpty());
    add(others, "columns", !columns.isEmpty());
    add(others, "exclude", !exclude.isEmpty());
    add(others, "ids", !arrays && !ids.isEmpty());
    add(others, "names", !names.isEmpty());
    add(others, "tensor", !arrays && !tensor.isEmpty());
    if (!others.isEmpty()) {
      findings.error(
          Finding.of(
              option,
              "only frames of numbers take " + String.join(", ", others),
              "frames that are images",
              List.of("of: features")));
    }
    findings.throwIfAny();
  }

  private static void add(List<String> names, String name, boolean given) {
    if (given) {
      names.add("'" + name + "'");
    }
  }
}
