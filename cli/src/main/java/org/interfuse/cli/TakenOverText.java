package org.interfuse.cli;

import java.util.List;
import org.interfuse.run.TakenOver;

/** Which encoders come from which model files. */
final class TakenOverText {
  private TakenOverText() {}

  /** A line for each; nothing where there are none. */
  static String of(List<TakenOver> all) {
    StringBuilder text = new StringBuilder();
    all.forEach(taken -> text.append(Wrapped.of("Encoder of " + taken.describe())));
    return text.toString();
  }
}
