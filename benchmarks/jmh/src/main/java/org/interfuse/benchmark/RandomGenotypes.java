package org.interfuse.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.finding.Findings;
import org.interfuse.modality.WideData;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.preprocessing.WidePreprocessing;
import org.interfuse.progress.Progress;
import org.interfuse.source.GenotypesSource;
import org.interfuse.source.GroupSpec;
import org.interfuse.source.IdSpec;
import org.interfuse.source.SourceContext;
import org.interfuse.tensor.Seed;

/** Genotypes drawn by chance, none missing, as a study reads and scales a .bed of them. */
final class RandomGenotypes {
  private static final String NAME = "genotypes";

  private RandomGenotypes() {}

  static WideFeatures of(int subjects, int variants) {
    try {
      Path folder = Files.createTempDirectory("interfuse-benchmark");
      try {
        write(folder, subjects, variants);
        return read(folder);
      } finally {
        for (String ending : List.of(".bed", ".bim", ".fam")) {
          Files.deleteIfExists(folder.resolve(NAME + ending));
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, int subjects, int variants) throws IOException {
    SplittableRandom random = new Seed(7).random();
    byte[] calls = new byte[(subjects + 3) / 4];
    try (OutputStream bed =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(NAME + ".bed")))) {
      bed.write(new byte[] {0x6c, 0x1b, 1});
      for (int j = 0; j < variants; j++) {
        random.nextBytes(calls);
        for (int i = 0; i < calls.length; i++) {
          calls[i] = called(calls[i]);
        }
        bed.write(calls);
      }
    }
    Files.write(
        folder.resolve(NAME + ".bim"),
        (Iterable<String>)
            IntStream.range(0, variants).mapToObj(j -> "1\tv" + j + "\t0\t" + (j + 1) + "\tA\tC")
                ::iterator);
    Files.write(
        folder.resolve(NAME + ".fam"),
        (Iterable<String>)
            IntStream.range(0, subjects).mapToObj(i -> "s" + i + "\ts" + i + "\t0\t0\t0\t-9")
                ::iterator);
  }

  /** Four calls in which 01, a missing one, becomes 11. */
  private static byte called(byte four) {
    int missing = four & ~(four >> 1) & 0x55;
    return (byte) (four | missing << 1);
  }

  private static WideFeatures read(Path folder) {
    GenotypesSource source =
        new GenotypesSource(NAME, new IdSpec(), List.of(), List.of(), List.of(), new GroupSpec());
    SourceContext context =
        new SourceContext(NAME, folder, null, null, new Findings(), Progress.SILENT);
    WideData data = (WideData) source.read(context).data();
    int[] all = IntStream.range(0, data.rows()).toArray();
    Prepared prepared = new WidePreprocessing().fit(NAME, data, all).apply(data);
    return (WideFeatures) prepared;
  }
}
