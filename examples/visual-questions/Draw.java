import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws pictures of one shape on a noisy ground, and asks questions about them: {@code java
 * Draw.java [FOLDER] [PICTURES]} writes {@code questions.csv} and {@code images/}. The same seed
 * draws the same.
 *
 * <p>Neither the question nor the picture alone says the answer: half of the questions that are
 * answered by yes or no are answered by no, and shape, colour and place are drawn independently.
 */
public final class Draw {
  private static final int PIXELS = 64;
  private static final int QUESTIONS = 4;
  private static final long SEED = 20;
  private static final String[] SHAPES = {"circle", "square", "triangle"};
  private static final String[] COLOURS = {"red", "green", "blue", "yellow", "grey"};
  private static final Color[] PAINTS = {
    new Color(200, 30, 40),
    new Color(30, 160, 60),
    new Color(40, 60, 200),
    new Color(220, 200, 40),
    new Color(130, 130, 130)
  };
  private static final String[] PLACES = {"left", "right"};

  private final Random random = new Random(SEED);

  private Draw() {}

  /** Draws. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int pictures = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
    new Draw().all(folder, pictures);
  }

  private void all(Path folder, int pictures) throws IOException {
    Files.createDirectories(folder.resolve("images"));
    List<String> lines = new ArrayList<>(List.of("id,image,question,answer"));
    for (int picture = 0; picture < pictures; picture++) {
      int[] drawn = {
        random.nextInt(SHAPES.length), random.nextInt(COLOURS.length), random.nextInt(2)
      };
      String name = "%05d.png".formatted(picture);
      ImageIO.write(image(drawn), "png", folder.resolve("images").resolve(name).toFile());
      for (int q = 0; q < QUESTIONS; q++) {
        lines.add("%05d-%d,%s,%s".formatted(picture, q, name, question(q, drawn)));
      }
    }
    Files.write(folder.resolve("questions.csv"), lines);
  }

  /** A question and its answer, apart by a comma. */
  private String question(int kind, int[] drawn) {
    boolean yes = random.nextBoolean();
    int shape = yes ? drawn[0] : other(drawn[0], SHAPES.length);
    int colour = yes ? drawn[1] : other(drawn[1], COLOURS.length);
    return switch (kind) {
      case 0 -> "%s,%s".formatted(one("what shape is it?", "which shape is drawn?"), SHAPES[drawn[0]]);
      case 1 -> "what color is the %s?,%s".formatted(SHAPES[drawn[0]], COLOURS[drawn[1]]);
      case 2 ->
          "%s,%s"
              .formatted(
                  one("is there a %s?", "does the picture show a %s?").formatted(SHAPES[shape]),
                  yes ? "yes" : "no");
      default ->
          random.nextBoolean()
              ? "is the shape %s?,%s".formatted(COLOURS[colour], yes ? "yes" : "no")
              : "on which side is the %s?,%s".formatted(COLOURS[drawn[1]] + " shape", PLACES[drawn[2]]);
    };
  }

  private String one(String... wordings) {
    return wordings[random.nextInt(wordings.length)];
  }

  private int other(int not, int count) {
    return (not + 1 + random.nextInt(count - 1)) % count;
  }

  private BufferedImage image(int[] drawn) {
    BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < PIXELS; y++) {
      for (int x = 0; x < PIXELS; x++) {
        int level = 215 + random.nextInt(40);
        image.setRGB(x, y, new Color(level, level, level).getRGB());
      }
    }
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(PAINTS[drawn[1]]);
    int size = 14 + random.nextInt(11);
    int half = PIXELS / 2;
    int x = drawn[2] * half + 2 + random.nextInt(half - size - 3);
    int y = 2 + random.nextInt(PIXELS - size - 3);
    switch (drawn[0]) {
      case 0 -> graphics.fillOval(x, y, size, size);
      case 1 -> graphics.fillRect(x, y, size, size);
      default ->
          graphics.fill(
              new Polygon(
                  new int[] {x, x + size / 2, x + size}, new int[] {y + size, y, y + size}, 3));
    }
    graphics.dispose();
    return image;
  }
}
