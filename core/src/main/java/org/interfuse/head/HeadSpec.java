package org.interfuse.head;

import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Parameters;

/**
 * A head's options: a record found with {@code ServiceLoader}. Its public no-argument constructor
 * holds the defaults; a study's keys are laid over them.
 */
public interface HeadSpec {
  /** The name in a study: {@code head: {type: cox}}. */
  String type();

  /** Whether it predicts targets of this type. */
  boolean predicts(TargetType type);

  /** Whether it is the head of this type of target where a study names none. */
  boolean isDefaultFor(TargetType type);

  /**
   * Builds the head with fresh parameters.
   *
   * @param schema what it predicts
   * @param inputWidth width of the fused representation
   * @param parameters where its parameters are created, already scoped to it
   */
  Head build(TargetSchema schema, int inputWidth, Parameters parameters);
}
