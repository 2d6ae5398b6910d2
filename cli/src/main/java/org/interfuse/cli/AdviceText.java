package org.interfuse.cli;

import java.util.List;
import org.interfuse.advice.Advice;

/** What {@code compare} prints last: what to deploy, why, and what would change it. */
final class AdviceText {
  private AdviceText() {}

  static String of(Advice advice) {
    StringBuilder text = new StringBuilder("\nAdvice\n");
    lines(text, advice.sentences());
    part(text, "Excluded", advice.excluded());
    part(text, "Not considered", advice.notConsidered());
    part(text, "It would change with", advice.changes());
    return text.toString();
  }

  private static void part(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append(title).append('\n');
      lines(text, lines);
    }
  }

  private static void lines(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append(Wrapped.of("- " + line)));
  }
}
