package org.interfuse.source;

import java.util.List;
import org.interfuse.modality.ModalityKind;

/**
 * Where a modality is read from: a record of options found with {@code ServiceLoader}. Its public
 * no-argument constructor holds the defaults; a study's keys are laid over them.
 */
public interface SourceSpec {
  /** The name in a study: {@code source: table}. */
  String type();

  /**
   * Whether it reads columns too many to hold as a table ({@link org.interfuse.modality.WideData});
   * preprocessing and encoder are then {@code wide} unless a study names others.
   */
  default boolean wide() {
    return false;
  }

  /** Whether it reads a table, whose columns strategy early can merge with those of others. */
  default boolean table() {
    return !wide();
  }

  /** What it gives, which decides what encoders can read it. */
  default ModalityKind kind() {
    return wide() ? ModalityKind.WIDE : ModalityKind.TABLE;
  }

  /** The encoder of its modalities where a study names none. */
  default String encoder() {
    return wide() ? "wide" : "mlp";
  }

  /**
   * The preprocessing of its modalities where a study names none; where there is none of that name,
   * it is that of tables, or of wide columns.
   */
  default String preprocessing() {
    return type();
  }

  /**
   * Options that name files which belong to the file at its path, as they say whose rows and what
   * columns it holds.
   */
  default List<String> companions() {
    return List.of();
  }

  /**
   * Reads the modality.
   *
   * @throws org.interfuse.finding.FindingsException with everything that is wrong
   */
  Loaded read(SourceContext context);
}
