package org.interfuse.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Which lines of a log are of the network that a tuned fit kept: those of the trial it chose, in
 * the last rung that this trial ran.
 */
final class ChosenTrials {
  private static final Pattern TRIAL =
      Pattern.compile("trial (\\d+ of \\d+) for (\\d+) epochs, (.*)");
  private static final Pattern OF_ANY = Pattern.compile("trial \\d+ of .*");

  private final Map<String, String> chosen = new HashMap<>();
  private final Map<String, Integer> longest = new HashMap<>();

  ChosenTrials(List<JsonNode> lines) {
    for (JsonNode line : lines) {
      String trial = Nodes.text(line.path("choices"), "trial");
      if (!trial.isEmpty()) {
        chosen.put(fit(line), trial);
      }
    }
    for (JsonNode line : lines) {
      Matcher trial = TRIAL.matcher(Nodes.text(line, "part"));
      if (trial.matches() && trial.group(1).equals(chosen.get(fit(line)))) {
        longest.merge(fit(line), Integer.valueOf(trial.group(2)), Math::max);
      }
    }
  }

  /**
   * The part that a line speaks of, without the trial.
   *
   * @return empty if it is of a trial that was not kept, or of an earlier rung
   */
  Optional<String> part(JsonNode line) {
    String said = Nodes.text(line, "part");
    if (!OF_ANY.matcher(said).matches()) {
      return Optional.of(said);
    }
    Matcher trial = TRIAL.matcher(said);
    boolean kept =
        trial.matches()
            && trial.group(1).equals(chosen.get(fit(line)))
            && Integer.valueOf(trial.group(2)).equals(longest.get(fit(line)));
    return kept ? Optional.of(trial.group(3)) : Optional.empty();
  }

  private static String fit(JsonNode line) {
    return String.join(
        "/",
        Nodes.text(line, "candidate"),
        Nodes.text(line, "repeat"),
        Nodes.text(line, "fold"),
        Nodes.text(line, "seed"));
  }
}
