import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes a cohort whose class depends on two modalities together and on neither of them alone.
 *
 * <p>Each subject has two hidden signs, s (left) and t (right), each −1 or +1. The class is {@code
 * same} where s·t = +1 and {@code different} where s·t = −1; one label in ten is then turned round.
 * The tables show the signs through noise:
 *
 * <pre>
 *   left_j  = 0.6 · (−1)^j · s + ε,   j = 1 … 12
 *   right_j = 0.6 · (−1)^j · t + ε,   j = 1 … 10
 *   noise_j =                    ε,   j = 1 …  8        ε ~ N(0, 1)
 * </pre>
 *
 * <p>The four pairs of signs are equally frequent, and so are the turned labels among them. So the
 * mean of every column is the same in both classes, given either sign or none, and no sum of a
 * function of left and a function of right can tell them apart.
 *
 * <p>Some subjects lack a table, some cells are empty, and every file has its rows in an order of
 * its own.
 *
 * <p>Run: {@code java Planted.java FOLDER}. The same bytes on every machine: {@link Random} and its
 * Gaussian are specified to the bit, and three decimals are written.
 */
final class Planted {
  static final long SEED = 20260101;
  static final int SUBJECTS = 1200;
  static final int LEFT = 12;
  static final int RIGHT = 10;
  static final int NOISE = 8;
  static final double STRENGTH = 0.6;
  static final int TURNED_LABEL_EVERY = 10;
  static final double ABSENT_TABLES = 0.05;
  static final double EMPTY_CELLS = 0.01;

  private final Random random = new Random(SEED);
  private final int[] left = new int[SUBJECTS];
  private final int[] right = new int[SUBJECTS];
  private final boolean[] same = new boolean[SUBJECTS];

  private Planted() {
    List<Integer> order = shuffled();
    int perPair = SUBJECTS / 4;
    for (int place = 0; place < SUBJECTS; place++) {
      int subject = order.get(place);
      int pair = place / perPair;
      left[subject] = pair / 2 == 0 ? -1 : 1;
      right[subject] = pair % 2 == 0 ? -1 : 1;
      boolean turned = place % TURNED_LABEL_EVERY == 0;
      same[subject] = (left[subject] == right[subject]) != turned;
    }
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: java Planted.java FOLDER");
      System.exit(2);
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Planted planted = new Planted();
    Files.writeString(folder.resolve("cohort.csv"), planted.cohort());
    Files.writeString(folder.resolve("left.csv"), planted.table("left", LEFT, planted.left));
    Files.writeString(folder.resolve("right.csv"), planted.table("right", RIGHT, planted.right));
    int[] nothing = new int[SUBJECTS];
    Files.writeString(folder.resolve("noise.csv"), planted.table("noise", NOISE, nothing));
  }

  private String cohort() {
    StringBuilder text = new StringBuilder("subject,class\n");
    for (int subject = 0; subject < SUBJECTS; subject++) {
      text.append(id(subject)).append(',').append(same[subject] ? "same" : "different");
      text.append('\n');
    }
    return text.toString();
  }

  private String table(String name, int columns, int[] signs) {
    StringBuilder text = new StringBuilder("subject");
    for (int column = 1; column <= columns; column++) {
      text.append(',').append(name).append('_').append(column);
    }
    text.append('\n');
    for (int subject : shuffled()) {
      String row = row(columns, signs[subject]);
      if (random.nextDouble() >= ABSENT_TABLES) {
        text.append(id(subject)).append(row).append('\n');
      }
    }
    return text.toString();
  }

  private String row(int columns, int sign) {
    StringBuilder text = new StringBuilder();
    for (int column = 1; column <= columns; column++) {
      double mean = STRENGTH * (column % 2 == 0 ? sign : -sign);
      double value = mean + random.nextGaussian();
      boolean empty = random.nextDouble() < EMPTY_CELLS;
      text.append(',').append(empty ? "" : String.format(Locale.ROOT, "%.3f", value));
    }
    return text.toString();
  }

  private List<Integer> shuffled() {
    List<Integer> subjects = new ArrayList<>();
    for (int subject = 0; subject < SUBJECTS; subject++) {
      subjects.add(subject);
    }
    Collections.shuffle(subjects, random);
    return subjects;
  }

  private static String id(int subject) {
    return String.format(Locale.ROOT, "s%04d", subject + 1);
  }
}
