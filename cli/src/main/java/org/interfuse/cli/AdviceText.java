package org.interfuse.cli;

import java.util.List;
import org.interfuse.advice.Advice;

/** What {@code compare} prints last: what to deploy, why, and what would change it. */
final class AdviceText {
  private AdviceText() {}

  static String of(Advice advice) {
    StringBuilder text = new StringBuilder("\nAdvice\n");
    lines(text, advice.sentences());
    if (!advice.excluded().isEmpty()) {
      text.append("Excluded\n");
      lines(text, advice.excluded());
    }
    if (!advice.changes().isEmpty()) {
      text.append("It would change with\n");
      lines(text, advice.changes());
    }
    return text.toString();
  }

  private static void lines(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append(Wrapped.of("- " + line)));
  }
}
