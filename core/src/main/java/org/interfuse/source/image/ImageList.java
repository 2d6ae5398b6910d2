package org.interfuse.source.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.image.ImageFiles;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.ImageFile;
import org.interfuse.progress.Progress;
import org.interfuse.source.Loaded;
import org.interfuse.source.SourceContext;
import org.jspecify.annotations.Nullable;

/**
 * Which images each subject has.
 *
 * @param bySubject one or more each, in order
 * @param joinedByPosition whether ids are row numbers
 * @param positions how many rows there are, those without an image too; where ids are no row
 *     numbers it says nothing
 */
public record ImageList(
    Map<String, List<Named>> bySubject, boolean joinedByPosition, int positions) {
  private static final int EXAMPLES = 5;

  /**
   * A file that should be an image.
   *
   * @param path of the file
   * @param shown its name, which may be a subject's id
   * @param place how messages call it: a cell of a table, or its number in a folder
   * @param time when it was taken; NaN where images do not follow each other in time
   * @param region where it lies in the file, if that is an array
   */
  public record Named(
      Path path, String shown, String place, float time, ImageFile.@Nullable Region region) {
    /** A file of its own. */
    public Named(Path path, String shown, String place, float time) {
      this(path, shown, place, time, null);
    }

    /** Without a time. */
    public Named(Path path, String shown, String place) {
      this(path, shown, place, Float.NaN);
    }

    private ImageFile.Place where() {
      return new ImageFile.Place(path, region);
    }
  }

  /** Looks at every file once, and makes equal ones one. */
  public Loaded load(
      boolean brokenIsAbsent, long mostPixels, String option, SourceContext context) {
    Map<ImageFile.Place, Named> distinct = new LinkedHashMap<>();
    bySubject.values().forEach(all -> all.forEach(one -> distinct.putIfAbsent(one.where(), one)));
    List<ImageFile.Place> paths = List.copyOf(distinct.keySet());
    Map<ImageFile.Place, ImageFile> found = new LinkedHashMap<>();
    List<Finding> broken = new ArrayList<>();
    try (Progress.Task task =
        context.progress().start("images of " + context.modality(), paths.size())) {
      List<ImageFiles.Looked> looked = ImageFiles.look(paths, mostPixels, task);
      for (int i = 0; i < paths.size(); i++) {
        ImageFile image = looked.get(i).image();
        if (image == null) {
          broken.add(broken(Objects.requireNonNull(distinct.get(paths.get(i))), looked.get(i)));
        } else {
          found.put(paths.get(i), image);
        }
      }
    }
    boolean fatal = !brokenIsAbsent || (found.isEmpty() && context.known() == null);
    report(broken, fatal, option, context.findings());
    return loaded(found, mostPixels);
  }

  private static Finding broken(Named named, ImageFiles.Looked looked) {
    String rule = "expected an image (PNG, JPEG or TIFF) that can be decoded";
    return Finding.of(named.place(), rule, looked.found()).withValue(named.shown());
  }

  private static void report(
      List<Finding> broken, boolean fatal, String option, Findings warnings) {
    if (broken.isEmpty()) {
      return;
    }
    if (fatal) {
      Findings errors = new Findings();
      broken.forEach(errors::error);
      errors.throwIfAny();
    }
    String examples =
        String.join(
            "; ",
            broken.stream().limit(EXAMPLES).map(one -> one.where() + ": " + one.found()).toList());
    warnings.warning(
        Finding.of(
                option + ".broken",
                "images should be decodable; subjects lack those that are not",
                "%,d broken: %s%s"
                    .formatted(broken.size(), examples, broken.size() > EXAMPLES ? "; …" : ""))
            .withValue(
                String.join(
                    ", ", broken.stream().limit(EXAMPLES).map(one -> "" + one.value()).toList())));
  }

  private Loaded loaded(Map<ImageFile.Place, ImageFile> found, long mostPixels) {
    List<String> ids = new ArrayList<>();
    List<ImageFile> files = new ArrayList<>();
    Map<String, Integer> byDigest = new LinkedHashMap<>();
    List<Integer> images = new ArrayList<>();
    List<Integer> starts = new ArrayList<>(List.of(0));
    List<Float> times = new ArrayList<>();
    bySubject.forEach(
        (id, named) -> {
          for (Named one : named) {
            ImageFile image = found.get(one.where());
            if (image != null) {
              images.add(number(image, byDigest, files));
              times.add(one.time());
            }
          }
          if (images.size() > starts.get(starts.size() - 1)) {
            ids.add(id);
            starts.add(images.size());
          }
        });
    ImageData data =
        new ImageData(integers(starts), integers(images), files, mostPixels, floats(times));
    return new Loaded(ids, data, joinedByPosition, joinedByPosition ? positions : ids.size());
  }

  private static int number(ImageFile image, Map<String, Integer> byDigest, List<ImageFile> files) {
    Integer known = byDigest.get(image.sha256());
    if (known != null) {
      return known;
    }
    files.add(image);
    byDigest.put(image.sha256(), files.size() - 1);
    return files.size() - 1;
  }

  /** Null where images have no times. */
  private static float @Nullable [] floats(List<Float> times) {
    float[] all = new float[times.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = times.get(i);
      if (Float.isNaN(all[i])) {
        return null;
      }
    }
    return all;
  }

  private static int[] integers(List<Integer> values) {
    return IntStream.range(0, values.size()).map(values::get).toArray();
  }
}
