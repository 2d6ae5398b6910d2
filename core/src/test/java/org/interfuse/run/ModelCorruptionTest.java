package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.interfuse.finding.FindingsException;
import org.interfuse.target.Prediction;
import org.interfuse.tensor.safetensors.ModelFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real model file with any byte changed or any length cut off: a finding that names the file, or,
 * where its digest was made right again, perhaps another model; never another exception, a crash,
 * or memory beyond what {@link ModelFile} states. A seeded sample of bytes and lengths; all of them
 * with {@code -Dinterfuse.exhaustive=true}.
 */
final class ModelCorruptionTest {
  private static final boolean EXHAUSTIVE = Boolean.getBoolean("interfuse.exhaustive");
  private static final long SEED = 83;
  private static final int SAMPLE = 250;

  @TempDir private Path folder;
  private byte[] whole = {};
  private int digestAt;
  private long mostHeap;
  private Path file;
  private final Tally tally = new Tally();

  private void readModel(String version) throws IOException {
    Path model = GoldenModel.file(version);
    whole = Files.readAllBytes(model);
    String header = new String(whole, StandardCharsets.ISO_8859_1);
    digestAt = header.indexOf("\"sha256\":\"") + "\"sha256\":\"".length();
    for (int i = 0; i < 3; i++) {
      ModelFile.read(model).close(); // classes are loaded once, which the bounds do not count
    }
    mostHeap = ModelFile.MOST_HEAP_BYTES + ModelFile.MOST_HEAP_PER_BYTE * whole.length;
  }

  @BeforeEach
  void name() {
    file = folder.resolve("broken.interfuse");
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {ModelFormat.SINGLE_VERSION, ModelFormat.ENSEMBLE_VERSION})
  void aFlippedByteIsAFinding(String version) throws IOException {
    readModel(version);
    for (int at : places(0, whole.length)) {
      for (int mask : new int[] {0xff, 1 << at % 8}) {
        read(flipped(at, mask), "byte %d xor %d".formatted(at, mask));
      }
    }
    assertThat(tally.models).isZero();
    tally.print(whole.length, "a byte flipped");
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {ModelFormat.SINGLE_VERSION, ModelFormat.ENSEMBLE_VERSION})
  void aTruncationIsAFinding(String version) throws IOException {
    readModel(version);
    for (int length : places(0, whole.length)) {
      read(Arrays.copyOf(whole, length), "cut to " + length);
    }
    assertThat(tally.models).isZero();
    tally.print(whole.length, "cut off");
  }

  /** Somebody who changes the file and writes the digest of what it is then. */
  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {ModelFormat.SINGLE_VERSION, ModelFormat.ENSEMBLE_VERSION})
  void aFlippedByteUnderARightDigestIsAFindingOrAModel(String version) throws IOException {
    readModel(version);
    for (int at : places(0, whole.length)) {
      if (at >= digestAt && at < digestAt + 64) {
        continue;
      }
      for (int mask : new int[] {0xff, 1 << at % 8}) {
        read(digested(flipped(at, mask)), "byte %d xor %d, digest made right".formatted(at, mask));
      }
    }
    assertThat(tally.models).as("changed weights").isPositive();
    tally.print(whole.length, "a byte flipped, the digest made right");
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {ModelFormat.SINGLE_VERSION, ModelFormat.ENSEMBLE_VERSION})
  void aTruncationUnderARightDigestIsAFinding(String version) throws IOException {
    readModel(version);
    for (int length : places(digestAt + 64, whole.length)) {
      read(digested(Arrays.copyOf(whole, length)), "cut to " + length + ", digest made right");
    }
    assertThat(tally.models).isZero();
    tally.print(whole.length, "cut off, the digest made right");
  }

  private static int[] places(int from, int to) {
    if (EXHAUSTIVE) {
      return IntStream.range(from, to).toArray();
    }
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, SAMPLE).map(i -> random.nextInt(from, to)).toArray();
  }

  private byte[] flipped(int at, int mask) {
    byte[] bytes = whole.clone();
    bytes[at] ^= (byte) mask;
    return bytes;
  }

  private byte[] digested(byte[] bytes) {
    Arrays.fill(bytes, digestAt, digestAt + 64, (byte) '0');
    try {
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      System.arraycopy(
          digest.getBytes(StandardCharsets.US_ASCII), 0, bytes, digestAt, digest.length());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return bytes;
  }

  private void read(byte[] bytes, String what) throws IOException {
    Files.write(file, bytes);
    long heap = allocated();
    try {
      TrainedModel model = ModelFile.read(file);
      measure(heap, what);
      try (model) {
        predict(model, what);
      }
      tally.models++;
    } catch (FindingsException e) {
      measure(heap, what);
      tally.findings++;
      assertThat(e.findings()).as(what).isNotEmpty();
      assertThat(e.findings())
          .as(what)
          .allSatisfy(finding -> assertThat(finding.where()).startsWith(file.toString()))
          .allSatisfy(finding -> assertThat(finding.rule()).isNotBlank());
    } catch (RuntimeException | Error e) {
      fail(what + ", seed " + SEED + ": " + e, e);
    }
  }

  /** What can be read can also be used, or says why not. */
  private void predict(TrainedModel model, String what) {
    try {
      PredictRun run = GoldenModel.predict(model);
      Prediction predicted = run.predicted().predictions().get(0);
      assertThat(predicted.size()).as(what).isEqualTo(run.cohort().size()).isPositive();
    } catch (FindingsException e) {
      tally.unusable++;
    }
  }

  /** A file with a right digest whose study asks for a network of 4 TB. */
  @ParameterizedTest(name = "version {0}")
  @ValueSource(strings = {ModelFormat.SINGLE_VERSION, ModelFormat.ENSEMBLE_VERSION})
  void aParameterThatTheFileDoesNotHoldTakesNoMemory(String version) throws IOException {
    readModel(version);
    String header = new String(whole, StandardCharsets.ISO_8859_1);
    for (String option : List.of("\\\"width\\\":", "\\\"widths\\\":[")) {
      int at = header.indexOf(option) + option.length();
      assertThat(at).as(option).isGreaterThan(option.length());
      byte[] bytes = withLength(header.substring(8, at) + "100000000" + header.substring(at));
      long before = Pointer.physicalBytes();
      tally.findings = 0;
      read(digested(bytes), option);
      assertThat(tally.findings).as(option).isEqualTo(1);
      assertThat(Pointer.physicalBytes() - before).as(option).isLessThan(64 << 20);
    }
  }

  /** The length of the header, padded, before what follows it. */
  private static byte[] withLength(String rest) {
    int end = rest.lastIndexOf("}}") + 2;
    long length = end;
    ByteBuffer bytes = ByteBuffer.allocate(8 + rest.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(rest.getBytes(StandardCharsets.ISO_8859_1));
    return bytes.array();
  }

  private void measure(long heap, String what) {
    tally.heap = Math.max(tally.heap, allocated() - heap);
    assertThat(tally.heap).as("heap, " + what).isLessThan(mostHeap);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static final class Tally {
    private int findings;
    private int models;
    private int unusable;
    private long heap;

    void print(int length, String what) {
      System.out.printf(
          "model file of %d bytes, %s: %d findings, %d models (%d of them cannot predict and say"
              + " why); most heap allocated %d bytes%n",
          length, what, findings, models, unusable, heap);
    }
  }
}
