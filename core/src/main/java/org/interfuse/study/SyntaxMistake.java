package org.interfuse.study;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in plain words what a YAML parser stumbled over. */
final class SyntaxMistake {
  /** A part of what the parser says, and the rule that was broken. */
  private record Rule(String symptom, String rule) {}

  /** The first that fits counts. */
  private static final List<Rule> RULES =
      List.of(
          new Rule("undefined alias", "a text that starts with * must be quoted"),
          new Rule("while scanning an alias", "a text that starts with * must be quoted"),
          new Rule("while scanning an anchor", "a text that starts with & must be quoted"),
          new Rule("mapping values are not allowed", "a text that holds ': ' must be quoted"),
          new Rule("cannot start any token", "a text that starts with this sign must be quoted"),
          new Rule("could not find expected ':'", "a key must be followed by ': '"),
          new Rule("expected ',' or '}'", "an opened { must be closed"),
          new Rule("expected ',' or ']'", "an opened [ must be closed"),
          new Rule("while scanning a quoted scalar", "an opened quote must be closed"),
          new Rule("expected <block end>", "lines of one level must be indented alike"),
          new Rule("another document", "a study is one document, without --- between parts"));

  private SyntaxMistake() {}

  static void add(MarkedYamlEngineException exception, Mistakes mistakes) {
    String said = exception.getProblem() + " " + exception.getContext();
    Mark problem = exception.getProblemMark().orElse(null);
    Mark opened = exception.getContextMark().orElse(null);
    Mark mark = problem == null ? opened : problem;
    int line = mark == null ? 0 : mark.getLine() + 1;
    int column = mark == null ? 0 : mark.getColumn() + 1;
    if (said.contains("TAB") || tabAt(mark)) {
      mistakes.syntax(line, column, "expected spaces for indentation", "a tab");
      return;
    }
    String rule =
        RULES.stream()
            .filter(candidate -> said.contains(candidate.symptom()))
            .map(Rule::rule)
            .findFirst()
            .orElse("expected YAML; texts with special signs must be quoted");
    if (rule.startsWith("an opened") && opened != null) {
      mistakes.syntax(line, column, rule, "", "it stands in line " + (opened.getLine() + 1));
    } else {
      mistakes.syntax(line, column, rule, "");
    }
  }

  private static boolean tabAt(@Nullable Mark mark) {
    if (mark == null) {
      return false;
    }
    int at = mark.getPointer();
    return at < mark.getBuffer().length && mark.getBuffer()[at] == '\t';
  }
}
