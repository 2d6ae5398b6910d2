package org.interfuse.pretrained;

import ai.djl.huggingface.tokenizers.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.interfuse.encoder.frozen.FrozenItems;
import org.interfuse.encoder.frozen.FrozenNetwork;
import org.interfuse.file.Sha256;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.TextData;
import org.interfuse.preprocessing.PreprocessingState;

/**
 * A transformer of texts in ONNX with its tokenizer. Of the last layer's states, one a word piece,
 * the mean divided by its Euclidean length (Reimers and Gurevych 2019), or all are taken. Both are
 * opened when the first text has to be computed.
 */
final class TextNetwork implements FrozenNetwork {
  /** What is taken of the states. */
  enum Pooling {
    /** Their mean, of length 1. */
    MEAN,
    /** All, as tokens. */
    NONE
  }

  /** A network and its tokenizer once they are open. */
  record Opened(OnnxModel model, WordPieces tokenizer, String output) {}

  private final String digest;
  private final int width;
  private final int longest;
  private final Pooling pooling;
  private final Supplier<PreprocessingState> state;
  private final Lazy<Opened> opened;

  TextNetwork(
      String digest,
      int width,
      int longest,
      Pooling pooling,
      Supplier<PreprocessingState> state,
      Supplier<Opened> opening) {
    this.digest = digest;
    this.width = width;
    this.longest = longest;
    this.pooling = pooling;
    this.state = state;
    this.opened = new Lazy<>(opening);
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int longest() {
    return pooling == Pooling.NONE ? longest : 1;
  }

  @Override
  public boolean reads(ModalityData data) {
    return data instanceof TextData;
  }

  @Override
  public String reads() {
    return "texts";
  }

  @Override
  public ModalityData nobody() {
    return TextData.nobody();
  }

  @Override
  public PreprocessingState state() {
    return state.get();
  }

  @Override
  public FrozenItems items(ModalityData data) {
    TextData texts = (TextData) data;
    return new FrozenItems() {
      @Override
      public String name() {
        return "texts";
      }

      @Override
      public int rows() {
        return texts.rows();
      }

      @Override
      public int start(int row) {
        return row;
      }

      @Override
      public byte[] digest(int item) {
        return Sha256.bytes(text(item).getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public float[] represent(int item) {
        return TextNetwork.this.represent(text(item));
      }

      private String text(int item) {
        return texts.texts().get(item).replace(TextData.SEPARATOR, '\n');
      }
    };
  }

  /** [tokens × width]. */
  private float[] represent(String text) {
    Opened network = opened.get();
    Encoding pieces = network.tokenizer().encode(text);
    Map<String, long[]> inputs = new LinkedHashMap<>();
    for (OnnxModel.Port port : network.model().inputs()) {
      switch (port.name()) {
        case "input_ids" -> inputs.put(port.name(), pieces.getIds());
        case "attention_mask" -> inputs.put(port.name(), pieces.getAttentionMask());
        case "token_type_ids" -> inputs.put(port.name(), pieces.getTypeIds());
        default -> throw unknown(port);
      }
    }
    float[] states = network.model().run(inputs, network.output()).values(); // [1, pieces, width]
    return switch (pooling) {
      case MEAN -> mean(states);
      case NONE -> states;
    };
  }

  private static IllegalStateException unknown(OnnxModel.Port port) {
    return new IllegalStateException("input '" + port.name() + "' was checked before");
  }

  /** The names of inputs that texts can fill. */
  static List<String> inputs() {
    return List.of("input_ids", "attention_mask", "token_type_ids");
  }

  private float[] mean(float[] states) {
    double[] mean = new double[width];
    for (int i = 0; i < states.length; i++) {
      mean[i % width] += states[i];
    }
    double squares = 0;
    for (double value : mean) {
      squares += value * value;
    }
    float[] pooled = new float[width];
    for (int j = 0; j < width; j++) {
      pooled[j] = (float) (mean[j] / Math.max(Math.sqrt(squares), 1e-12));
    }
    return pooled;
  }
}
