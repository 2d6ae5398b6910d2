package org.interfuse.pretrained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.interfuse.encoder.frozen.FittedFrozen;
import org.interfuse.encoder.frozen.FrozenNetwork;
import org.interfuse.encoder.frozen.FrozenSource;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.preprocessing.PreprocessingState;
import org.jspecify.annotations.Nullable;

/**
 * A network in a file, which a model file keeps whole.
 *
 * @param options how it is used
 * @param folder that the paths are relative to
 */
record OnnxSource(OnnxEncoder options, Path folder) implements FrozenSource {
  private static final String NETWORK = "network";
  private static final String TOKENIZER = "tokenizer";
  private static final Map<String, FrozenNetwork> OPEN = new ConcurrentHashMap<>();
  private static final Map<OnnxSource, FrozenNetwork> BY_SOURCE = new ConcurrentHashMap<>();

  /** What a source opened stays open: a file that is replaced meanwhile is not seen half-way. */
  @Override
  public FrozenNetwork open(String where) {
    return BY_SOURCE.computeIfAbsent(this, source -> source.opened(where));
  }

  private FrozenNetwork opened(String where) {
    String tokenizer = options.tokenizer();
    return open(
        file(where + ".path", options.path()),
        tokenizer == null ? null : file(where + ".tokenizer", tokenizer));
  }

  @Override
  public FrozenNetwork restore(PreprocessingState state) {
    return open(Objects.requireNonNull(state.bytes().get(NETWORK)), state.bytes().get(TOKENIZER));
  }

  private byte[] file(String where, String name) {
    Path file = folder.resolve(name);
    try {
      if (name.isEmpty() || !Files.isRegularFile(file)) {
        throw new FindingsException(
            Finding.of(where, "it must be a file", name.isEmpty() ? "none" : "no file " + name));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new FindingsException(
          Finding.of(where, "it must be a file that can be read", StorageException.reason(e)));
    }
  }

  /** Sessions are shared by whoever uses the same bytes in the same way. */
  private FrozenNetwork open(byte[] onnx, byte @Nullable [] tokenizer) {
    FrozenNetwork network = shared(digest(onnx, tokenizer), onnx, tokenizer);
    return network instanceof ImageNetwork images ? images.lookingAt(options.most()) : network;
  }

  private FrozenNetwork shared(String digest, byte[] onnx, byte @Nullable [] tokenizer) {
    return OPEN.computeIfAbsent(
        digest,
        key -> {
          OnnxModel model = OnnxModel.open(name(), onnx);
          PreprocessingState state = state(key, onnx, tokenizer);
          return tokenizer == null
              ? ImageNetwork.open(name(), model, options, key, state)
              : texts(model, tokenizer, key, state);
        });
  }

  private String name() {
    return "encoder onnx, " + options.path();
  }

  private String digest(byte[] onnx, byte @Nullable [] tokenizer) {
    String used =
        tokenizer == null
            ? "image, output %s, tokens %s, size %s, %s, mean %s, deviation %s%s"
                .formatted(
                    options.output(),
                    options.tokens(),
                    options.size(),
                    options.fit(),
                    options.mean(),
                    options.deviation(),
                    rarer())
            : "text, output %s, tokens %s, longest %d"
                .formatted(options.output(), options.tokens(), options.longest());
    return Digests.of(used, onnx, tokenizer == null ? new byte[0] : tokenizer);
  }

  /** Options that few set, so that what was computed before there were any is found. */
  private String rarer() {
    String set =
        ", middle %s, %s, window %s, %s, white %s"
            .formatted(
                options.middle(),
                options.background(),
                options.window(),
                options.order(),
                options.white());
    return set.equals(", middle 1.0, BLACK, window [], RGB, white 1.0") ? "" : set;
  }

  private static PreprocessingState state(String digest, byte[] onnx, byte @Nullable [] tokenizer) {
    return new PreprocessingState(
        FittedFrozen.TYPE,
        Map.of("digest", List.of(digest)),
        Map.of(),
        tokenizer == null ? Map.of(NETWORK, onnx) : Map.of(NETWORK, onnx, TOKENIZER, tokenizer));
  }

  private FrozenNetwork texts(
      OnnxModel model, byte[] tokenizer, String digest, PreprocessingState state) {
    WordPieces pieces = WordPieces.open(name() + ", tokenizer", tokenizer, options.longest());
    for (OnnxModel.Port input : model.inputs()) {
      if (!TextNetwork.inputs().contains(input.name())) {
        throw new FindingsException(
            Finding.of(
                name(),
                "inputs of a network of texts must be of " + TextNetwork.inputs(),
                input.describe()));
      }
    }
    OnnxModel.Port output = model.output(options.output());
    long width = output.shape().length == 3 ? output.shape()[2] : -1;
    if (width < 1) {
      throw new FindingsException(
          Finding.of(
              name(),
              "the output of a network of texts must be of shape [texts, word pieces, width]",
              output.describe()));
    }
    return new TextNetwork(
        digest,
        (int) width,
        options.longest(),
        options.tokens() ? TextNetwork.Pooling.NONE : TextNetwork.Pooling.MEAN,
        () -> state,
        () -> new TextNetwork.Opened(model, pieces, output.name()));
  }
}
