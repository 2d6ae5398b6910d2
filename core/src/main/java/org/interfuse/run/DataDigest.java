package org.interfuse.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.file.Sha256;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.TableData;
import org.interfuse.modality.TextData;
import org.interfuse.modality.WideData;
import org.interfuse.target.Target;

/**
 * A SHA-256 of one part of the data, as it was read: what is equal gives equal digests, however its
 * files are written. Every text and every array goes in with its length, so that parts cannot run
 * into each other. Not thread-safe.
 */
final class DataDigest {
  private static final int BUFFER_BYTES = 1 << 16;

  private final MessageDigest digest = Sha256.start();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /** Of subject ids in whatever order, so that a model can say on whom it was fitted (law 5). */
  static String subjects(Cohort cohort) {
    return text(cohort.ids().stream().sorted().collect(Collectors.joining("\n")));
  }

  /** Of a text. */
  static String text(String text) {
    return Sha256.hexadecimal(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a target's classes and every subject's value. */
  static String of(Target target) {
    DataDigest digest = new DataDigest();
    digest.texts(target.schema().classes());
    if (target instanceof Target.Classification classes) {
      digest.integers(classes.labels());
    } else if (target instanceof Target.Multilabel labels) {
      for (byte[] values : labels.values()) {
        digest.bytes(values);
      }
    } else if (target instanceof Target.Regression numbers) {
      digest.doubles(numbers.values());
    } else if (target instanceof Target.Survival survival) {
      digest.doubles(survival.times());
      for (boolean event : survival.events()) {
        digest.room(1).put((byte) (event ? 1 : 0));
      }
    }
    return digest.hexadecimal();
  }

  /** Of a column that groups or splits subjects. */
  static String of(List<String> cells) {
    DataDigest digest = new DataDigest();
    digest.texts(cells);
    return digest.hexadecimal();
  }

  /** Of who is in which fold. */
  static String of(Split split) {
    DataDigest digest = new DataDigest();
    for (Fold fold : split.folds()) {
      digest.text(fold.name(), fold.repeat());
      digest.integers(fold.train());
      digest.integers(fold.test());
    }
    return digest.hexadecimal();
  }

  /** Of a modality's columns, cells, and whose they are. */
  static String of(CohortModality modality) {
    DataDigest digest = new DataDigest();
    digest.integers(modality.rowOf());
    if (modality.data() instanceof TableData table) {
      digest.texts(table.numericColumns());
      for (TableData.CategoricalColumn column : table.categoricalColumns()) {
        digest.text(column.name(), column.levels().size());
        digest.texts(column.levels());
      }
      digest.integers(table.codes());
      digest.floats(table.numeric());
    } else if (modality.data() instanceof WideData wide) {
      digest.wide(wide);
    } else if (modality.data() instanceof TextData text) {
      digest.flush();
      text.texts().content(digest.digest::update);
    } else if (modality.data() instanceof ImageData images) {
      digest.images(images);
    } else if (modality.data() instanceof FrameData frames) {
      digest.frames(frames);
    }
    return digest.hexadecimal();
  }

  /** Packed, mapped or sparse cells as they are kept, which is not expanded for it. */
  private void wide(WideData wide) {
    text(wide.kind().name(), wide.rows());
    bytes(PackedNames.packed(wide.columns()).toBytes());
    ColumnGroups groups = wide.groups();
    if (groups != null) {
      bytes(PackedNames.packed(groups.names()).toBytes());
      integers(groups.columns());
      integers(groups.groups());
    }
    flush();
    wide.matrix().content(digest::update);
  }

  /** The bytes of the files, by their digests; not where they lie. */
  private void images(ImageData images) {
    integers(images.starts());
    for (int image : images.images()) {
      text(images.files().get(image).sha256(), 0);
    }
    if (images.times() != null) {
      floats(images.times());
    }
  }

  private void frames(FrameData frames) {
    texts(frames.columns());
    for (int row = 0; row < frames.rows(); row++) {
      floats(frames.values()[row]);
      doubles(frames.times()[row]);
    }
  }

  private void texts(List<String> texts) {
    room(Integer.BYTES).putInt(texts.size());
    texts.forEach(text -> text(text, 0));
  }

  private void text(String text, int number) {
    room(Integer.BYTES).putInt(number);
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    room(Integer.BYTES).putInt(bytes.length);
    flush();
    digest.update(bytes);
  }

  private void integers(int[] values) {
    room(Integer.BYTES).putInt(values.length);
    for (int value : values) {
      room(Integer.BYTES).putInt(value);
    }
  }

  private void floats(float[] values) {
    room(Integer.BYTES).putInt(values.length);
    for (float value : values) {
      room(Float.BYTES).putInt(Float.floatToIntBits(value));
    }
  }

  private void doubles(double[] values) {
    room(Integer.BYTES).putInt(values.length);
    for (double value : values) {
      room(Double.BYTES).putLong(Double.doubleToLongBits(value));
    }
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() {
    digest.update(buffer.flip());
    buffer.clear();
  }

  private String hexadecimal() {
    flush();
    return HexFormat.of().formatHex(digest.digest());
  }
}
