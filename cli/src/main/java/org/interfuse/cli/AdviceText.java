package org.interfuse.cli;

import java.util.List;
import java.util.Locale;
import org.interfuse.advice.Advice;
import org.interfuse.advice.Contender;
import org.interfuse.advice.Standing;

/** What {@code compare} prints last: what to deploy, why, and what would change it. */
final class AdviceText {
  private AdviceText() {}

  static String of(Advice advice) {
    StringBuilder text = new StringBuilder("\nAdvice\n");
    lines(text, advice.sentences());
    part(text, "Level with the best", advice.standings().stream().map(AdviceText::line).toList());
    part(text, "Excluded", advice.excluded());
    part(text, "Not considered", advice.notConsidered());
    part(text, "It would change with", advice.changes());
    return text.toString();
  }

  private static String line(Standing standing) {
    Contender own = standing.contender();
    return "%s (%s): rules for it %d, against %d; %s MB held to predict, %s ms a subject."
        .formatted(
            own.name(),
            own.approach().meaning(),
            standing.votesFor(),
            standing.votesAgainst(),
            figure(own.megabytes()),
            figure(own.milliseconds()));
  }

  private static String figure(double figure) {
    if (Double.isNaN(figure)) {
      return "unknown";
    }
    return figure < 0.01 ? "under 0.01" : String.format(Locale.ROOT, "%.2f", figure);
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
