package org.interfuse.source.genotypes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.interfuse.file.TemporaryFolder;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.progress.Progress;
import org.interfuse.source.text.TextFile;
import org.interfuse.source.wide.MappedLines;

/**
 * A PLINK 1 .bed file: three bytes of magic, then for each variant two bits a subject, filled up to
 * a whole byte (www.cog-genomics.org/plink/1.9/formats#bed).
 */
public final class BedFile {
  private static final int MAGIC_BYTES = 3;
  private static final int THREADS = 2;

  private final Path file;
  private final String shown;
  private final int variants;
  private final int subjects;

  private BedFile(Path file, String shown, int variants, int subjects) {
    this.file = file;
    this.shown = shown;
    this.variants = variants;
    this.subjects = subjects;
  }

  /**
   * Checks a file's magic and size.
   *
   * @throws FindingsException if it is not variant by variant, or not of that many
   */
  public static BedFile open(Path file, String shown, int variants, int subjects) {
    try (FileChannel channel = FileChannel.open(file)) {
      requireMagic(channel, shown);
      BedFile bed = new BedFile(file, shown, variants, subjects);
      long expected = MAGIC_BYTES + variants * bed.lineBytes();
      if (channel.size() != expected) {
        throw new FindingsException(
            Finding.of(
                shown,
                "%,d variants of the .bim for %,d subjects of the .fam take %,d bytes"
                    .formatted(variants, subjects, expected),
                "%,d bytes".formatted(channel.size()),
                List.of("the three files must be of one PLINK run")));
      }
      return bed;
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  private static void requireMagic(FileChannel channel, String shown) throws IOException {
    ByteBuffer magic = ByteBuffer.allocate(MAGIC_BYTES);
    while (magic.hasRemaining() && channel.read(magic) >= 0) {}
    boolean bed = magic.get(0) == 0x6c && magic.get(1) == 0x1b && !magic.hasRemaining();
    if (bed && magic.get(2) == 0) {
      throw new FindingsException(
          Finding.of(
              shown,
              "genotypes must stand variant by variant",
              "subject by subject, as very old files",
              List.of("write it anew: plink1.9 --bfile NAME --make-bed --out OTHER")));
    }
    if (!bed || magic.get(2) != 1) {
      throw new FindingsException(
          Finding.of(
              shown,
              "a PLINK 1 .bed file begins with the bytes 6c 1b 01",
              "other bytes",
              List.of("of other formats plink2 --make-bed makes one")));
    }
  }

  private long lineBytes() {
    return (subjects + 3L) / GenotypeCodes.IN_BYTE;
  }

  /**
   * The chosen variants subject by subject, in a temporary file that nobody else sees and that goes
   * with this process, however it ends.
   *
   * @throws FindingsException if there is no room for it
   */
  GenotypeMatrix bySubject(ChosenVariants chosen, Progress progress) {
    long lineBytes = SubjectMajor.lineBytes(chosen.count());
    TemporaryFolder folder = TemporaryFolder.now();
    try (FileChannel target = temporary(folder, subjects * lineBytes)) {
      try (FileChannel source = FileChannel.open(file)) {
        MappedLines lines = MappedLines.map(source, MAGIC_BYTES, variants, lineBytes());
        transpose(lines, chosen, target, progress);
      }
      return new GenotypeMatrix(MappedLines.map(target, 0, subjects, lineBytes), chosen.count());
    } catch (IOException e) {
      throw noRoom(folder.path(), subjects * lineBytes, StorageException.reason(e));
    }
  }

  /** On POSIX systems the file has no name any more once it is open. */
  private static FileChannel temporary(TemporaryFolder folder, long bytes) throws IOException {
    if (folder.freeBytes() < bytes) {
      throw noRoom(folder.path(), bytes, "%,d bytes".formatted(folder.freeBytes()));
    }
    Path path = Files.createTempFile(folder.path(), "interfuse-genotypes-", ".part");
    return FileChannel.open(
        path,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static FindingsException noRoom(Path folder, long bytes, String found) {
    return new FindingsException(
        Finding.of(
            folder.toString(),
            "the folder of temporary files must have room for genotypes by subject, %,d bytes"
                .formatted(bytes),
            found,
            List.of(TemporaryFolder.REMEDY)));
  }

  private void transpose(
      MappedLines lines, ChosenVariants chosen, FileChannel target, Progress progress)
      throws IOException {
    int blocks = SubjectMajor.blocks(chosen.count(), subjects);
    AtomicInteger next = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(Math.min(THREADS, blocks));
    try (LateProgress late = new LateProgress(progress, "genotypes by subject", blocks)) {
      Callable<Void> worker =
          () -> {
            SubjectMajor transposition = new SubjectMajor(lines, chosen, subjects, target);
            try {
              for (int i = next.getAndIncrement(); i < blocks; i = next.getAndIncrement()) {
                transposition.block(i);
                late.done();
              }
            } catch (IOException | RuntimeException e) {
              next.set(blocks); // the others need not go on
              throw e;
            }
            return null;
          };
      List<Future<Void>> running =
          IntStream.range(0, Math.min(THREADS, blocks))
              .mapToObj(i -> executor.submit(worker))
              .toList();
      join(running);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Waits for all, then throws what went wrong first. */
  private static void join(List<Future<Void>> running) throws IOException {
    Throwable failure = null;
    for (Future<Void> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("reading was interrupted", e);
      }
    }
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
