package org.interfuse.pretrained;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.encoder.frozen.FittedFrozen;
import org.interfuse.encoder.frozen.FrozenNetwork;
import org.interfuse.encoder.frozen.FrozenSource;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.preprocessing.PreprocessingState;

/**
 * The network that comes with Interfuse. A model file keeps its digest and not the network.
 *
 * @param tokens whether one is made for each word piece
 */
record MinilmSource(boolean tokens) implements FrozenSource {
  static final String NAME = "all-MiniLM-L6-v2";
  static final int WIDTH = 384;
  static final int LONGEST = 256;

  private static final String NETWORK = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final Lazy<FrozenNetwork> POOLED = new Lazy<>(() -> network(false));
  private static final Lazy<FrozenNetwork> TOKENS = new Lazy<>(() -> network(true));

  @Override
  public FrozenNetwork open(String where) {
    return (tokens ? TOKENS : POOLED).get();
  }

  @Override
  public FrozenNetwork restore(PreprocessingState state) {
    FrozenNetwork network = open(NAME);
    String expected = state.texts().getOrDefault("digest", List.of("")).get(0);
    if (!network.digest().equals(expected)) {
      throw new FindingsException(
          Finding.of(
              "encoder minilm",
              "it must be the network that the model was trained with, digest " + expected,
              "this version of Interfuse has " + network.digest()));
    }
    return network;
  }

  private static FrozenNetwork network(boolean tokens) {
    byte[] onnx = resource(NETWORK);
    byte[] tokenizer = resource(TOKENIZER);
    TextNetwork.Pooling pooling = tokens ? TextNetwork.Pooling.NONE : TextNetwork.Pooling.MEAN;
    String digest = Digests.of("text, longest %d, %s".formatted(LONGEST, pooling), onnx, tokenizer);
    return new TextNetwork(
        digest,
        WIDTH,
        LONGEST,
        pooling,
        () ->
            new PreprocessingState(
                FittedFrozen.TYPE,
                Map.of("name", List.of(NAME), "digest", List.of(digest)),
                Map.of(),
                Map.of()),
        () -> {
          OnnxModel model = OnnxModel.open(NAME, onnx);
          return new TextNetwork.Opened(
              model,
              WordPieces.open(NAME, tokenizer, LONGEST),
              model.output("last_hidden_state").name());
        });
  }

  private static byte[] resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(MinilmSource.class.getResourceAsStream(name), name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
