package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The studies of texts whose data a user obtains, on a slice of it. */
class ExampleTextsTest {
  private static final int RECORDS = 400;

  @TempDir private Path folder;

  /** The first records of a table whose quoted cells hold line feeds. */
  private static String slice(Path table) throws IOException {
    String text = Files.readString(table, StandardCharsets.UTF_8);
    boolean quoted = false;
    int records = 0;
    for (int at = 0; at < text.length(); at++) {
      quoted ^= text.charAt(at) == '"';
      if (text.charAt(at) == '\n' && !quoted && ++records > RECORDS) {
        return text.substring(0, at + 1);
      }
    }
    return text;
  }

  @Test
  void drugReviews() throws IOException {
    Path data = SharedData.folder("druglib").resolve("drugLibTrain_raw.tsv");
    Files.writeString(folder.resolve("drugLibTrain_raw.tsv"), slice(data));
    Path example = CommandRun.root().resolve("examples/drug-reviews/study.yaml");
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            Files.readString(example) + "training: {epochs: 8, ensemble: 1}\n");

    CommandRun check = CommandRun.of("check", study);
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).containsPattern("review: 400 texts, median \\d+ tokens");

    CommandRun train = CommandRun.of("train", study, "-o", folder.resolve("run"));
    assertThat(train.exit()).as(train.err()).isZero();
    CommandRun predict =
        CommandRun.of("predict", folder.resolve("run/model.interfuse"), "--data", folder);
    assertThat(predict.exit()).as(predict.err()).isZero();
    List<String> lines = predict.out().lines().toList();
    assertThat(lines).hasSize(RECORDS + 1);
  }

  private static final Path SENTIMENT = CommandRun.root().resolve("examples/sentiment");

  /** The first posts with their pictures, and one of them again, with another link. */
  private Path posts(int count) throws IOException {
    Path data = SharedData.folder("mvsa");
    Path posts = folder.resolve("posts");
    Files.createDirectories(posts.resolve("images"));
    List<String> lines = new ArrayList<>(Files.readAllLines(data.resolve("posts.csv")));
    List<String> some = new ArrayList<>(lines.subList(0, count + 1));
    for (String line : some.subList(1, some.size())) {
      String name = line.substring(0, line.indexOf(',')) + ".jpg";
      Files.copy(data.resolve("images").resolve(name), posts.resolve("images").resolve(name));
    }
    some.add(
        some.get(2)
            .replaceFirst("^\\d+,\"?", "$0RT @somebody: http://t.co/x ")
            .replaceFirst("^", "999"));
    Files.write(posts.resolve("posts.csv"), some);
    return posts;
  }

  @Test
  void postsWithPictures() throws IOException, InterruptedException {
    Path posts = posts(150);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                SENTIMENT.resolve("Prepare.java").toString(),
                posts.toString(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("151 posts, ");
    List<String> table = Files.readAllLines(folder.resolve("posts.csv"));
    String copied = table.get(2);
    assertThat(table.get(151)).endsWith(copied.substring(copied.lastIndexOf(',')));

    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            Files.readString(SENTIMENT.resolve("study.yaml")).replace("epochs: 30", "epochs: 3"));
    CommandRun check = CommandRun.of("check", study);
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out())
        .contains("post: texts; prepared: tokens of 384 numbers", "photo: 150 images")
        .contains("grouped by group");

    CommandRun train = CommandRun.of("train", study, "-o", folder.resolve("run"));
    assertThat(train.exit()).as(train.err()).isZero();
    String first = table.get(1).substring(0, table.get(1).indexOf(','));
    CommandRun explain =
        CommandRun.of("explain", folder.resolve("run/model.interfuse"), study, "--subject", first);
    assertThat(explain.exit()).as(explain.err()).isZero();
    assertThat(explain.out())
        .contains("Columns: none.", "nothing in them is told apart: post, photo.")
        .contains("Words of post: what the prediction loses without each.")
        .containsPattern("Places of photo, image 1: .* in % of [0-9].*\\.\n( +[.+-]\\d*){8}\n")
        .containsPattern("\n.* [+-]100\\b");
  }
}
