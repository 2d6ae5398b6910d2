package org.interfuse.report;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A headless browser with one page, driven through the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final long SECONDS = 60;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private Chromium(Process process, Path profile, URI page) {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  /** The program, where this machine has one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path program) throws Exception {
    Path profile = Files.createTempDirectory("interfuse-chromium-");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // in a container there is no user namespace to build one
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Chromium browser = new Chromium(process, profile, page(profile, process));
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        browser.send(domain + ".enable");
      }
      return browser;
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Where the page listens; the browser writes its port into the profile when it is ready. */
  private static URI page(Path profile, Process process) throws Exception {
    Path port = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IOException("the browser did not start");
      }
      Thread.sleep(50);
    }
    URI list =
        URI.create("http://127.0.0.1:%s/json/list".formatted(Files.readAllLines(port).get(0)));
    while (System.nanoTime() < end) {
      String body =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode target : MAPPER.readTree(body)) {
        if (target.path("type").asString("").equals("page")) {
          return URI.create(target.path("webSocketDebuggerUrl").asString());
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("the browser has no page");
  }

  /** Opens a file in a window of that width. */
  void open(Path file, int width, boolean dark) throws Exception {
    open(file, width, dark, "screen");
  }

  /** Opens a file as it is laid out on paper of that width without its margins. */
  void openForPrint(Path file, int width) throws Exception {
    open(file, width, false, "print");
  }

  private void open(Path file, int width, boolean dark, String media) throws Exception {
    events.clear();
    resize(width, 900);
    ObjectNode scheme = MAPPER.createObjectNode().put("media", media);
    ObjectNode feature = scheme.putArray("features").addObject();
    feature.put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
    send("Emulation.setEmulatedMedia", scheme);
    send("Page.navigate", MAPPER.createObjectNode().put("url", file.toUri().toString()));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (events.stream().noneMatch(event -> is(event, "Page.loadEventFired"))) {
      if (System.nanoTime() > end) {
        throw new IOException("the page did not load");
      }
      Thread.sleep(20);
    }
  }

  private void resize(int width, int height) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        MAPPER
            .createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /** The value of an expression in the page. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            MAPPER.createObjectNode().put("expression", expression).put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.path("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Whatever the page complained of since it was opened. */
  List<String> complaints() {
    List<String> found = new ArrayList<>();
    for (JsonNode event : events) {
      boolean log =
          is(event, "Log.entryAdded")
              && event.at("/params/entry/level").asString("").matches("error|warning");
      boolean console = is(event, "Runtime.consoleAPICalled");
      if (log || console || is(event, "Runtime.exceptionThrown")) {
        found.add(event.path("params").toString());
      }
    }
    return found;
  }

  /** The addresses that were asked for since the page was opened. */
  List<String> requests() {
    return events.stream()
        .filter(event -> is(event, "Network.requestWillBeSent"))
        .map(event -> event.at("/params/request/url").asString(""))
        .toList();
  }

  /** The page as PDF. */
  byte[] print() throws Exception {
    JsonNode answer =
        send("Page.printToPDF", MAPPER.createObjectNode().put("printBackground", true));
    return Base64.getDecoder().decode(answer.path("data").asString());
  }

  /** The whole page as PNG. */
  byte[] picture() throws Exception {
    JsonNode answer =
        send(
            "Page.captureScreenshot", MAPPER.createObjectNode().put("captureBeyondViewport", true));
    return Base64.getDecoder().decode(answer.path("data").asString());
  }

  /** A part of the page as PNG: from one height to another. */
  byte[] picture(int width, int top, int height) throws Exception {
    ObjectNode options = MAPPER.createObjectNode().put("captureBeyondViewport", true);
    options
        .putObject("clip")
        .put("x", 0)
        .put("y", top)
        .put("width", width)
        .put("height", height)
        .put("scale", 1);
    return Base64.getDecoder()
        .decode(send("Page.captureScreenshot", options).path("data").asString());
  }

  private JsonNode send(String method) throws Exception {
    return send(method, MAPPER.createObjectNode());
  }

  private JsonNode send(String method, ObjectNode parameters)
      throws InterruptedException, ExecutionException, TimeoutException {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode command = MAPPER.createObjectNode().put("id", id).put("method", method);
    command.set("params", parameters);
    socket.sendText(command.toString(), true).join();
    JsonNode got = answer.get(SECONDS, TimeUnit.SECONDS);
    if (got.has("error")) {
      throw new IllegalStateException(method + ": " + got.path("error"));
    }
    return got.path("result");
  }

  private static boolean is(JsonNode event, String method) {
    return event.path("method").asString("").equals(method);
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      profile.toFile().deleteOnExit(); // a helper process of the browser is still writing
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
      message.append(part);
      if (end) {
        receive(MAPPER.readTree(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void receive(JsonNode received) {
      CompletableFuture<JsonNode> waiting =
          received.has("id") ? answers.remove(received.path("id").asInt()) : null;
      if (waiting == null) {
        events.add(received);
      } else {
        waiting.complete(received);
      }
    }
  }
}
