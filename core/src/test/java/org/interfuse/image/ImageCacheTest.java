package org.interfuse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interfuse.file.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
  private static final long PLENTY = 1_000_000;

  @TempDir Path folder;

  private ImageCache open(String key) {
    return ImageCache.open(folder, key, 3, PLENTY);
  }

  private static String digest(int number) {
    return Sha256.hexadecimal(new byte[] {(byte) number});
  }

  private static void add(ImageCache cache, int... numbers) {
    cache.add(
        IntStream.of(numbers).mapToObj(ImageCacheTest::digest).toList(),
        IntStream.of(numbers).mapToObj(i -> new byte[] {(byte) i, 1, 2}).toList());
  }

  private static int first(ImageCache cache, int number) {
    ByteBuffer record = cache.find(digest(number));
    return record == null ? -1 : record.get(0);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void whatWasAddedIsFoundByThoseWhoComeLater() {
    add(open("a"), 1, 2);
    ImageCache later = open("a");

    assertThat(List.of(first(later, 1), first(later, 2), first(later, 3)))
        .containsExactly(1, 2, -1);
    assertThat(first(open("b"), 1)).isEqualTo(-1);
  }

  @Test
  void damagedAndUnfinishedFilesAreAsGoodAsNone() throws IOException {
    add(open("a"), 1, 2);
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    List<byte[]> damaged = new ArrayList<>();
    damaged.add(java.util.Arrays.copyOf(whole, whole.length - 1));
    damaged.add(new byte[0]);
    byte[] otherKey = whole.clone();
    otherKey[30] ^= 1;
    damaged.add(otherKey);
    for (byte[] bytes : damaged) {
      Files.write(file, bytes);
      assertThat(first(open("a"), 1)).isEqualTo(-1);
    }
    Files.move(file, file.resolveSibling("." + file.getFileName() + ".x.part"));
    Files.write(file.resolveSibling("." + file.getFileName() + ".x.part"), whole);
    assertThat(first(open("a"), 1)).isEqualTo(-1);
  }

  @Test
  void twoAtOnceMayAddTheSame() throws IOException {
    ImageCache one = open("a");
    ImageCache other = open("a");
    add(one, 1, 2);
    add(other, 1, 2);
    add(other, 2, 3);

    assertThat(files()).hasSize(2);
    one.update();
    assertThat(first(one, 3)).isEqualTo(3);
  }

  @Test
  void theLongestUnusedGoFirstAndThoseInUseStay() throws IOException {
    add(open("a"), 1);
    Path old = files().get(0);
    add(open("b"), 2);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    ImageCache.open(folder, "c", 3, 100);
    assertThat(files()).hasSize(1).doesNotContain(old);
    ImageCache.open(folder, "c", 3, 0);
    assertThat(files()).hasSize(1);
  }
}
