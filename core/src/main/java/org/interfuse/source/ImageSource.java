package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ModalityKind;
import org.interfuse.option.Meaning;
import org.interfuse.source.image.ImageFolder;
import org.interfuse.source.image.ImageList;

/**
 * Images: PNG, JPEG or TIFF, in a folder or named by a column. A subject may have several, in the
 * order of their names or of the table's rows; several subjects may share one.
 *
 * @param path the folder of images; with {@code column} the table, or several whose rows follow
 *     each other; empty for the cohort's own table
 * @param id of a folder {@code file-stem} (the file's name without its ending) or {@code folder}
 *     (the name of the sub-folder that holds a subject's images); of a table the id column
 * @param column the column of file names; empty where a folder is read
 * @param folder what the names in that column are relative to; empty for the study's folder
 * @param broken what a file is that cannot be decoded
 * @param pixels images of more pixels are not decoded, and count as broken
 */
@Meaning("PNG, JPEG or TIFF images, in a folder or named by a column; a subject may have several")
@AutoService(SourceSpec.class)
public record ImageSource(
    @Meaning("the folder of images; with column the table that has it, none is the cohort's own")
        List<String> path,
    @Meaning(
            "of a folder: file-stem (a file's name without its ending) or folder (its sub-folder); of a table: the id column")
        IdSpec id,
    @Meaning("the column of file names; an empty cell is no image") String column,
    @Meaning("what the names in that column are relative to; empty is the study's folder")
        String folder,
    @Meaning("what a file that cannot be decoded is: an error, or no image") Broken broken,
    @Meaning("images of more pixels are not decoded and count as broken") long pixels)
    implements SourceSpec {
  /** What to do about files that cannot be decoded. */
  public enum Broken {
    /** All of them are named, and nothing is read. */
    ERROR,
    /** The subject lacks that image; a warning counts them. */
    ABSENT
  }

  private static final long MOST_PIXELS = 64_000_000;

  /** Nothing yet: a path or a column is needed. */
  public ImageSource() {
    this(List.of(), new IdSpec(), "", "", Broken.ERROR, MOST_PIXELS);
  }

  public ImageSource {
    path = List.copyOf(path);
    if (pixels < 1) {
      throw new IllegalArgumentException("pixels: expected 1 or more, but it is " + pixels);
    }
  }

  @Override
  public String type() {
    return "image";
  }

  @Override
  public boolean table() {
    return false;
  }

  @Override
  public ModalityKind kind() {
    return ModalityKind.IMAGES;
  }

  @Override
  public String encoder() {
    return "cnn";
  }

  @Override
  public Loaded read(SourceContext context) {
    String option = "modalities." + context.modality();
    if (column.isEmpty() && path.size() != 1) {
      throw new FindingsException(
          Finding.of(
              option + ".path",
              "images need one folder, or a column of file names",
              path.isEmpty() ? "neither" : "%,d paths".formatted(path.size()),
              List.of("write 'path: FOLDER'", "write 'column: NAME'")));
    }
    ImageList list =
        column.isEmpty()
            ? ImageFolder.read(context.folder(), path.get(0), id, option)
            : new ImageColumn(this, context, option).read();
    return list.load(broken == Broken.ABSENT, pixels, option, context);
  }
}
