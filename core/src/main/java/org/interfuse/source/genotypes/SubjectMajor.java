package org.interfuse.source.genotypes;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.interfuse.source.wide.MappedLines;

/**
 * Turns genotypes variant by variant into genotypes subject by subject, two bits each, block by
 * block: {@value #VARIANTS} variants of {@value #SUBJECTS} subjects are read, transposed 4 × 32
 * cells at a time in cache, and written as one run a subject. One for each thread.
 */
final class SubjectMajor {
  /** Variants of a block; so many quarters of a byte are one page of a subject's line. */
  static final int VARIANTS = 1 << 14;

  /** Subjects of a block. */
  static final int SUBJECTS = 1 << 11;

  private static final int WORD = Long.BYTES;
  private static final int SUBJECTS_OF_WORD = WORD * GenotypeCodes.IN_BYTE;
  private static final int IN_STRIDE = SUBJECTS / GenotypeCodes.IN_BYTE;
  private static final int RUN = VARIANTS / GenotypeCodes.IN_BYTE;

  /** Beyond a run, so that the runs of neighbours do not fall on one cache set. */
  private static final int OUT_STRIDE = RUN + 64;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MappedLines variants;
  private final ChosenVariants chosen;
  private final int subjects;
  private final FileChannel target;
  private final long lineBytes;
  private final byte[] in = new byte[VARIANTS * IN_STRIDE];
  private final byte[] out = new byte[SUBJECTS_OF_WORD * OUT_STRIDE];
  private final Crumbs crumbs = new Crumbs();

  /**
   * @param variants a line each, as in the .bed
   * @param target receives the subjects' lines from its begin on
   */
  SubjectMajor(MappedLines variants, ChosenVariants chosen, int subjects, FileChannel target) {
    this.variants = variants;
    this.chosen = chosen;
    this.subjects = subjects;
    this.target = target;
    this.lineBytes = lineBytes(chosen.count());
  }

  /** Bytes of one subject's line. */
  static long lineBytes(int variants) {
    return (variants + 3L) / GenotypeCodes.IN_BYTE;
  }

  /** Blocks of all. */
  static int blocks(int variants, int subjects) {
    return across(variants, VARIANTS) * across(subjects, SUBJECTS);
  }

  private static int across(int count, int size) {
    return (int) ((count + (long) size - 1) / size);
  }

  /** Transposes a block. */
  void block(int number) throws IOException {
    int slabs = across(subjects, SUBJECTS);
    int firstVariant = number / slabs * VARIANTS;
    int firstSubject = number % slabs * SUBJECTS;
    int variantCount = Math.min(VARIANTS, chosen.count() - firstVariant);
    int subjectCount = Math.min(SUBJECTS, subjects - firstSubject);
    fetch(firstVariant, variantCount, firstSubject, subjectCount);
    for (int begin = 0; begin < subjectCount; begin += SUBJECTS_OF_WORD) {
      int groups = across(variantCount, GenotypeCodes.IN_BYTE);
      transpose(begin / GenotypeCodes.IN_BYTE, groups);
      int count = Math.min(SUBJECTS_OF_WORD, subjectCount - begin);
      write(firstSubject + begin, count, firstVariant / GenotypeCodes.IN_BYTE, groups);
    }
  }

  /** Copies the variants' bytes of these subjects, flipped where alleles are swapped. */
  private void fetch(int firstVariant, int count, int firstSubject, int subjectCount) {
    int length = across(subjectCount, GenotypeCodes.IN_BYTE);
    for (int k = 0; k < count; k++) {
      int variant = chosen.variant(firstVariant + k);
      int begin = variants.offset(variant) + firstSubject / GenotypeCodes.IN_BYTE;
      variants.part(variant).get(begin, in, k * IN_STRIDE, length);
      if (chosen.swapped(firstVariant + k)) {
        swap(k * IN_STRIDE, length);
      }
    }
    int whole = across(count, GenotypeCodes.IN_BYTE) * GenotypeCodes.IN_BYTE;
    Arrays.fill(in, count * IN_STRIDE, whole * IN_STRIDE, (byte) 0);
  }

  private void swap(int from, int length) {
    for (int at = from; at < from + length; at += WORD) {
      LONGS.set(in, at, Crumbs.swapAlleles((long) LONGS.get(in, at)));
    }
  }

  /** 32 subjects of all groups of four variants. */
  private void transpose(int at, int groups) {
    for (int group = 0; group < groups; group++) {
      int from = group * GenotypeCodes.IN_BYTE * IN_STRIDE + at;
      crumbs.transpose(
          (long) LONGS.get(in, from),
          (long) LONGS.get(in, from + IN_STRIDE),
          (long) LONGS.get(in, from + 2 * IN_STRIDE),
          (long) LONGS.get(in, from + 3 * IN_STRIDE));
      for (int k = 0; k < WORD; k++) {
        int subject = GenotypeCodes.IN_BYTE * k * OUT_STRIDE + group;
        int shift = Byte.SIZE * k;
        out[subject] = (byte) (crumbs.first >>> shift);
        out[subject + OUT_STRIDE] = (byte) (crumbs.second >>> shift);
        out[subject + 2 * OUT_STRIDE] = (byte) (crumbs.third >>> shift);
        out[subject + 3 * OUT_STRIDE] = (byte) (crumbs.fourth >>> shift);
      }
    }
  }

  private void write(int firstSubject, int count, long offset, int length) throws IOException {
    for (int k = 0; k < count; k++) {
      ByteBuffer run = ByteBuffer.wrap(out, k * OUT_STRIDE, length);
      long position = (firstSubject + k) * lineBytes + offset;
      while (run.hasRemaining()) {
        position += target.write(run, position);
      }
    }
  }
}
