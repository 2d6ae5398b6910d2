package org.interfuse.evaluation;

import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;

/** Which targets a metric is for. */
final class TargetKinds {
  private TargetKinds() {}

  static boolean classification(TargetSchema schema) {
    return schema.type() == TargetType.CLASSIFICATION;
  }

  /** Classification or multilabel. */
  static boolean categorical(TargetSchema schema) {
    return classification(schema) || schema.type() == TargetType.MULTILABEL;
  }

  static boolean regression(TargetSchema schema) {
    return schema.type() == TargetType.REGRESSION;
  }

  static boolean survival(TargetSchema schema) {
    return schema.type() == TargetType.SURVIVAL;
  }
}
