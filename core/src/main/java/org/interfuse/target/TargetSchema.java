package org.interfuse.target;

import java.util.List;

/**
 * What is predicted, without anybody's values.
 *
 * @param name the target's name in the study
 * @param type its kind
 * @param classes the K classes or L labels in the order of a prediction's columns (for two classes
 *     the second is the positive one); empty for regression and survival
 */
public record TargetSchema(String name, TargetType type, List<String> classes) {
  public TargetSchema {
    classes = List.copyOf(classes);
  }
}
