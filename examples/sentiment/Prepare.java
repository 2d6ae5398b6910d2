import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the table that the study reads: {@code java Prepare.java DATA [FOLDER]} takes posts from
 * {@code DATA}, which holds {@code label/train.txt} and {@code data/}, or {@code posts.csv} (id,
 * text, sentiment) and {@code images/}, and writes {@code FOLDER/posts.csv} with two columns more:
 * {@code image}, the picture's path from there, and {@code group}.
 *
 * <p>Two posts are of one group if their pictures are equal byte for byte, or if their texts are
 * nearly the same: of the words of both, in lower case, without links, names of users and
 * punctuation, {@value #ALIKE} or more are in each (Jaccard 1912). What is alike to the same post is
 * of one group, too.
 */
public final class Prepare {
  private static final double ALIKE = 0.7;
  private static final Pattern NO_WORDS = Pattern.compile("https?:\\S*|@\\w+|^rt\\b");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  private record Post(String id, String text, String sentiment, Path picture) {}

  private final List<Post> posts;
  private final int[] parents;

  private Prepare(List<Post> posts) {
    this.posts = posts;
    this.parents = new int[posts.size()];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i;
    }
  }

  /** Prepares. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1) {
      System.err.println("java Prepare.java DATA [FOLDER]");
      System.exit(2);
    }
    Path data = Path.of(arguments[0]);
    Path folder = Path.of(arguments.length > 1 ? arguments[1] : ".");
    boolean labels = Files.exists(data.resolve("label/train.txt"));
    Prepare prepare = new Prepare(labels ? labelled(data) : table(data));
    int pictures = prepare.joinEqualPictures();
    int texts = prepare.joinLikeTexts();
    Files.createDirectories(folder);
    int groups = prepare.write(folder);
    System.out.printf(
        "%,d posts, %,d groups: %,d posts with a picture of another, %,d with nearly the text of"
            + " another%n",
        prepare.posts.size(), groups, pictures, texts);
  }

  /** {@code guid,tag} a line, and a text and a picture for each. */
  private static List<Post> labelled(Path data) throws IOException {
    List<Post> posts = new ArrayList<>();
    List<String> lines = Files.readAllLines(data.resolve("label/train.txt"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.strip().split(",");
      Path text = data.resolve("data/" + cells[0] + ".txt");
      String said = new String(Files.readAllBytes(text), StandardCharsets.UTF_8).strip();
      Path picture = data.resolve("data/" + cells[0] + ".jpg");
      posts.add(new Post(cells[0], said, cells[1], picture));
    }
    return posts;
  }

  private static List<Post> table(Path data) throws IOException {
    List<List<String>> rows = rows(Files.readString(data.resolve("posts.csv")));
    List<String> names = rows.get(0);
    int id = names.indexOf("id");
    int text = names.indexOf("text");
    int sentiment = names.indexOf("sentiment");
    List<Post> posts = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      Path picture = data.resolve("images/" + row.get(id) + ".jpg");
      posts.add(new Post(row.get(id), row.get(text), row.get(sentiment), picture));
    }
    return posts;
  }

  /** Cells by commas, in quotes where they hold commas, quotes or line feeds (RFC 4180). */
  private static List<List<String>> rows(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          cell.append(csv.charAt(i++));
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    if (!row.isEmpty()) {
      row.add(cell.toString());
      rows.add(row);
    }
    return rows;
  }

  /** How many posts have a picture that another has. */
  private int joinEqualPictures() throws IOException {
    Map<String, Integer> first = new HashMap<>();
    boolean[] joined = new boolean[posts.size()];
    for (int i = 0; i < posts.size(); i++) {
      Path picture = posts.get(i).picture();
      Integer other = Files.exists(picture) ? first.putIfAbsent(digest(picture), i) : null;
      if (other != null) {
        join(other, i, joined);
      }
    }
    return count(joined);
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new BigInteger(1, digest).toString(16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many posts have nearly the words that another has. */
  private int joinLikeTexts() {
    Map<String, Integer> numbers = new HashMap<>();
    int[][] words = new int[posts.size()][];
    for (int i = 0; i < words.length; i++) {
      words[i] = words(posts.get(i).text(), numbers);
    }
    boolean[] joined = new boolean[words.length];
    for (int i = 0; i < words.length; i++) {
      for (int j = 0; j < i; j++) {
        if (words[i].length > 0 && alike(words[i], words[j])) {
          join(i, j, joined);
        }
      }
    }
    return count(joined);
  }

  /** Numbers of the words of a text, ascending, each once. */
  private static int[] words(String text, Map<String, Integer> numbers) {
    String plain = NO_WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
    Matcher words = WORD.matcher(plain);
    return words
        .results()
        .mapToInt(word -> numbers.computeIfAbsent(word.group(), w -> numbers.size()))
        .sorted()
        .distinct()
        .toArray();
  }

  private static boolean alike(int[] one, int[] other) {
    if (Math.min(one.length, other.length) < ALIKE * Math.max(one.length, other.length)) {
      return false;
    }
    int both = 0;
    for (int i = 0, j = 0; i < one.length && j < other.length; ) {
      both += one[i] == other[j] ? 1 : 0;
      int at = one[i];
      i += at <= other[j] ? 1 : 0;
      j += other[j] <= at ? 1 : 0;
    }
    return both >= ALIKE * (one.length + other.length - both);
  }

  private void join(int one, int other, boolean[] joined) {
    int first = Math.min(root(one), root(other));
    int second = Math.max(root(one), root(other));
    parents[second] = first;
    joined[one] = true;
    joined[other] = true;
  }

  private int root(int post) {
    return parents[post] == post ? post : root(parents[post]);
  }

  private static int count(boolean[] joined) {
    int count = 0;
    for (boolean one : joined) {
      count += one ? 1 : 0;
    }
    return count;
  }

  /** How many groups there are, each called after its first post. */
  private int write(Path folder) throws IOException {
    StringBuilder table = new StringBuilder("id,text,sentiment,image,group\n");
    Map<String, Integer> groups = new TreeMap<>();
    for (int i = 0; i < posts.size(); i++) {
      Post post = posts.get(i);
      String group = posts.get(root(i)).id();
      groups.merge(group, 1, Integer::sum);
      table.append(
          "%s,%s,%s,%s,%s\n"
              .formatted(
                  post.id(),
                  quoted(post.text()),
                  post.sentiment(),
                  quoted(from(folder, post.picture())),
                  group));
    }
    Files.writeString(folder.resolve("posts.csv"), table);
    return groups.size();
  }

  /** Empty where there is no such picture. */
  private static String from(Path folder, Path picture) throws IOException {
    return Files.exists(picture)
        ? folder.toRealPath().relativize(picture.toRealPath()).toString().replace('\\', '/')
        : "";
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }
}
