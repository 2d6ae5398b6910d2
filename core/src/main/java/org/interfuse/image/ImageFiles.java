package org.interfuse.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.file.Sha256;
import org.interfuse.modality.ImageFile;
import org.interfuse.progress.Progress;
import org.jspecify.annotations.Nullable;

/** Looks at files: each is read, and decoded once in its life, so that broken ones are known. */
public final class ImageFiles {
  private static final int AT_ONCE = 1024;

  private ImageFiles() {}

  /**
   * One file: a picture, or what was found instead.
   *
   * @param image null where it is broken
   * @param found empty where it is a picture
   */
  public record Looked(@Nullable ImageFile image, String found) {}

  /**
   * Looks at every file.
   *
   * @param mostPixels pictures of more pixels count as broken, and are not decoded
   * @return in the order given
   */
  public static List<Looked> look(
      List<ImageFile.Place> files, long mostPixels, Progress.Task task) {
    ImageCache known = ImageCache.open(ImageLook.KEY, ImageLook.BYTES);
    List<Looked> all = new ArrayList<>(files.size());
    try (DecodingThreads threads = new DecodingThreads()) {
      for (int from = 0; from < files.size(); from += AT_ONCE) {
        List<ImageFile.Place> some = files.subList(from, Math.min(from + AT_ONCE, files.size()));
        List<Looked> looked =
            threads.all(some.size(), i -> look(some.get(i), mostPixels, known, threads));
        keep(looked, known);
        all.addAll(looked);
        task.step(all.size(), "%,d images".formatted(all.size()));
      }
    }
    return all;
  }

  private static Looked look(
      ImageFile.Place place, long mostPixels, ImageCache known, DecodingThreads threads) {
    try (DecodingThreads.Share share = threads.share()) {
      Path file = place.path();
      byte[] bytes = bytes(file, place.region());
      String sha256 = Sha256.hexadecimal(bytes);
      ByteBuffer kept = known.find(sha256);
      if (kept == null) {
        return new Looked(
            new ImageFile(
                file,
                sha256,
                ImageLook.of(ImageDecoder.decode(bytes, mostPixels, share)),
                place.region()),
            "");
      }
      byte[] facts = new byte[ImageLook.BYTES];
      kept.get(0, facts);
      return allowed(
          new ImageFile(file, sha256, ImageLook.ofBytes(facts), place.region()), mostPixels);
    } catch (BrokenImageException e) {
      return new Looked(null, e.found());
    }
  }

  /** A picture that was looked at when more pixels were allowed. */
  private static Looked allowed(ImageFile image, long mostPixels) throws BrokenImageException {
    ImageDecoder.requirePixels(image.facts().width(), image.facts().height(), mostPixels);
    return new Looked(image, "");
  }

  /** The bytes of a picture, which an array holds among others. */
  static byte[] bytes(Path file, ImageFile.@Nullable Region region) throws BrokenImageException {
    try {
      if (region != null) {
        return RawImage.read(file, region);
      }
      if (Files.isRegularFile(file) && Files.size(file) > Integer.MAX_VALUE - 8) {
        throw new BrokenImageException("a file of more than 2 GB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new BrokenImageException("no such file", e);
    } catch (IOException e) {
      throw new BrokenImageException("a file that cannot be read", e);
    }
  }

  private static void keep(List<Looked> looked, ImageCache known) {
    Map<String, byte[]> facts = new LinkedHashMap<>();
    for (Looked one : looked) {
      ImageFile image = one.image();
      if (image != null && known.find(image.sha256()) == null) {
        facts.put(image.sha256(), ImageLook.toBytes(image.facts()));
      }
    }
    known.add(List.copyOf(facts.keySet()), List.copyOf(facts.values()));
  }
}
