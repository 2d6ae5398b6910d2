package org.interfuse.encoder;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.interfuse.modality.ModalityKind;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * An encoder's options: a record found with {@code ServiceLoader}. Its public no-argument
 * constructor holds the defaults; a study's keys are laid over them.
 */
public interface EncoderSpec {
  /** The name in a study: {@code encoder: {type: mlp}}. */
  String type();

  /**
   * Builds the encoder with fresh parameters.
   *
   * @param shape what it will be given
   * @param parameters where its parameters are created, already scoped to it
   */
  Encoder build(FeatureShape shape, Parameters parameters);

  /** Whether it takes modalities of that kind: tables, unless it says otherwise. */
  default boolean reads(FeatureShape shape) {
    return shape.table();
  }

  /**
   * Whether it can read what a source of that kind gives, as far as is known before anything is
   * read: what it reads of that kind's usual preprocessing, unless it brings along its own.
   */
  default boolean reads(ModalityKind kind) {
    return reads(FeatureShape.exampleOf(kind));
  }

  /** What it reads, in words, for messages: {@code texts}. */
  default String readable() {
    return Arrays.stream(ModalityKind.values())
        .filter(this::reads)
        .map(ModalityKind::text)
        .collect(Collectors.joining(", "));
  }

  /**
   * What prepares its modality where the encoder brings that along, as a frozen network does; null,
   * as with most, for the study's own preprocessing.
   *
   * @param folder that relative paths are relative to
   */
  default @Nullable PreprocessingSpec preprocessing(Path folder) {
    return null;
  }

  /**
   * Its own options that say how its modality is prepared, where it brings preprocessing along and
   * does not heed the study's; empty where it has none.
   */
  default List<String> preparing() {
    return List.of();
  }

  /**
   * Options that are set, other than by default, and have no effect beside the others, in words:
   * which, beside what, and where they have one; empty where each has.
   */
  default Optional<String> withoutEffect() {
    return Optional.empty();
  }

  /**
   * How many numbers it would keep, trained or fixed, for the columns of a wide modality.
   *
   * @param columns p
   * @param memberships of columns in groups
   */
  default long columnWeights(long columns, long memberships) {
    return 0;
  }

  /**
   * Bytes that training holds for the columns of a wide modality.
   *
   * @param columns p
   * @param memberships of columns in groups
   */
  default long columnBytes(long columns, long memberships) {
    return 0;
  }

  /**
   * Bytes of the temporary file that training keeps its best weights of a wide modality's columns
   * in.
   *
   * @param columns p
   * @param memberships of columns in groups
   */
  default long bestBytes(long columns, long memberships) {
    return 0;
  }

  /**
   * Other options with which it may hold less for the columns of a wide modality, the largest
   * models first among those of one option.
   */
  default List<Smaller> smaller() {
    return List.of();
  }

  /**
   * An encoder that may hold less.
   *
   * @param option what differs, as a study writes it
   */
  record Smaller(String option, EncoderSpec encoder) {}

  /**
   * What it computes of all rows of a wide modality at its peak, beside {@link #columnBytes}; the
   * members of an ensemble share it.
   */
  default MemoryNeed rowMemory(WideSize size) {
    return MemoryNeed.NONE;
  }
}
