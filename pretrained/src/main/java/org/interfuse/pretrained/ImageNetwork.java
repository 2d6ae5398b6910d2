package org.interfuse.pretrained;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.interfuse.encoder.frozen.FrozenItems;
import org.interfuse.encoder.frozen.FrozenNetwork;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.image.FramedImage;
import org.interfuse.image.Framing;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.ImageFile;
import org.interfuse.modality.ModalityData;
import org.interfuse.preprocessing.ImageChoice;
import org.interfuse.preprocessing.PreprocessingState;
import org.jspecify.annotations.Nullable;

/** A network of images in ONNX. */
final class ImageNetwork implements FrozenNetwork {
  private static final int COLOUR = 3;

  private final OnnxModel model;
  private final String digest;
  private final PreprocessingState state;
  private final Framing framing;
  private final boolean channelsLast;
  private final boolean reversed;
  private final float[] offset;
  private final float[] factor;
  private final String input;
  private final String output;
  private final boolean tokens;
  private final Grid grid;
  private final int most;

  private ImageNetwork(
      String name,
      OnnxModel model,
      OnnxEncoder options,
      String digest,
      PreprocessingState state,
      ImageInput image) {
    this.model = model;
    this.digest = digest;
    this.state = state;
    this.framing = image.framing(options);
    this.reversed = options.order() == OnnxEncoder.Order.BGR;
    if (reversed && framing.channels() != COLOUR) {
      throw new FindingsException(
          Finding.of(name, "order: expected rgb where the network's input is grey", "bgr"));
    }
    this.channelsLast = image.channelsLast();
    this.offset = new float[framing.channels()];
    this.factor = new float[framing.channels()];
    for (int c = 0; c < framing.channels(); c++) {
      double deviation = one(name, "deviation", options.deviation(), c);
      factor[c] = (float) (options.white() / (255 * deviation));
      offset[c] = (float) (-one(name, "mean", options.mean(), c) / deviation);
    }
    this.input = image.name();
    this.output = model.output(options.output()).name();
    this.tokens = options.tokens();
    this.grid = Grid.of(name, run(new byte[framing.bytes()]), channelsLast);
    this.most = Integer.MAX_VALUE;
  }

  private ImageNetwork(ImageNetwork same, int most) {
    this.model = same.model;
    this.digest = same.digest;
    this.state = same.state;
    this.framing = same.framing;
    this.channelsLast = same.channelsLast;
    this.reversed = same.reversed;
    this.offset = same.offset;
    this.factor = same.factor;
    this.input = same.input;
    this.output = same.output;
    this.tokens = same.tokens;
    this.grid = same.grid;
    this.most = most;
  }

  /** The same network, given so many images of a subject at most. */
  ImageNetwork lookingAt(int images) {
    return new ImageNetwork(this, images);
  }

  /**
   * Opens one, and runs it on a black image.
   *
   * @throws FindingsException if it does not read images or its output is none that can be taken
   */
  static ImageNetwork open(
      String name, OnnxModel model, OnnxEncoder options, String digest, PreprocessingState state) {
    ImageInput image = ImageInput.of(name, model, options.size());
    return new ImageNetwork(name, model, options, digest, state, image);
  }

  private double one(String name, String option, java.util.List<Double> values, int channel) {
    if (values.size() != 1 && values.size() != framing.channels()) {
      throw new FindingsException(
          Finding.of(
              name,
              "%s: expected one for all channels or %d".formatted(option, framing.channels()),
              values.size() + " of them"));
    }
    return values.get(values.size() == 1 ? 0 : channel);
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public int width() {
    return grid.width();
  }

  @Override
  public int longest() {
    return tokens ? grid.places() : 1;
  }

  @Override
  public boolean reads(ModalityData data) {
    return data instanceof ImageData;
  }

  @Override
  public String reads() {
    return "images; one with a tokenizer reads texts";
  }

  @Override
  public ModalityData nobody() {
    return ImageData.nobody();
  }

  @Override
  public PreprocessingState state() {
    return state;
  }

  @Override
  public FrozenItems items(ModalityData data) {
    ImageData images = ImageChoice.within((ImageData) data, most);
    return new FrozenItems() {
      @Override
      public String name() {
        return "images";
      }

      @Override
      public int rows() {
        return images.rows();
      }

      @Override
      public int start(int row) {
        return images.starts()[row];
      }

      @Override
      public byte[] digest(int item) {
        return HexFormat.of().parseHex(file(item).sha256());
      }

      @Override
      public float @Nullable [] times() {
        return images.times();
      }

      @Override
      public float[] represent(int item) {
        byte[] pixels = FramedImage.of(file(item), images.mostPixels(), framing);
        return grid.taken(run(pixels), tokens);
      }

      private ImageFile file(int item) {
        return images.files().get(images.images()[item]);
      }
    };
  }

  private OnnxModel.Output run(byte[] pixels) {
    int places = framing.height() * framing.width();
    int channels = framing.channels();
    FloatBuffer values =
        ByteBuffer.allocateDirect(pixels.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int c = 0; c < channels; c++) {
      for (int place = 0; place < places; place++) {
        int colour = reversed ? channels - 1 - c : c;
        float level = pixels[colour * places + place] & 0xff;
        int at = channelsLast ? place * channels + c : c * places + place;
        values.put(at, level * factor[c] + offset[c]);
      }
    }
    long[] shape =
        channelsLast
            ? new long[] {1, framing.height(), framing.width(), channels}
            : new long[] {1, channels, framing.height(), framing.width()};
    return model.run(input, values, shape, output);
  }

  /** Where an image goes in. */
  record ImageInput(String name, int height, int width, int channels, boolean channelsLast) {
    static ImageInput of(String where, OnnxModel model, java.util.List<Integer> size) {
      OnnxModel.Port port = model.inputs().get(0);
      long[] shape = port.shape();
      boolean last = shape.length == 4 && isColour(shape[3]) && !isColour(shape[1]);
      boolean first = shape.length == 4 && isColour(shape[1]);
      if (model.inputs().size() != 1 || !(first || last)) {
        throw new FindingsException(
            Finding.of(
                where,
                "a network of images must have one input of 1 or 3 channels, [images, channels,"
                    + " height, width] or [images, height, width, channels]",
                model.inputs().stream().map(OnnxModel.Port::describe).toList().toString()));
      }
      long height = size.isEmpty() ? shape[last ? 1 : 2] : size.get(0);
      long width = size.isEmpty() ? shape[last ? 2 : 3] : size.get(size.size() - 1);
      if (height < 1 || width < 1) {
        throw new FindingsException(
            Finding.of(
                where,
                "its input takes images of any size, so the study must say which",
                port.describe(),
                java.util.List.of("write size: [HEIGHT, WIDTH]")));
      }
      return new ImageInput(
          port.name(), (int) height, (int) width, (int) shape[last ? 3 : 1], last);
    }

    private static boolean isColour(long channels) {
      return channels == 1 || channels == COLOUR;
    }

    Framing framing(OnnxEncoder options) {
      return Framing.windowed(
          height,
          width,
          options.fit(),
          channels,
          options.background().level(),
          options.window(),
          options.middle());
    }
  }

  /**
   * How tokens lie in an output: [1, width], [1, places, width], or a map of features [1, width,
   * height, width of the map], its channels last where those of the input are.
   *
   * @param widthFirst whether all places of one number follow each other
   */
  record Grid(int places, int width, boolean widthFirst) {
    static Grid of(String where, OnnxModel.Output output, boolean channelsLast) {
      long[] shape = output.shape();
      int all = output.values().length;
      if (shape.length >= 2 && shape.length <= 4 && shape[0] == 1 && all > 0) {
        boolean first = shape.length == 4 && !channelsLast;
        int width = (int) (first ? shape[1] : shape[shape.length - 1]);
        return new Grid(all / width, width, first);
      }
      throw new FindingsException(
          Finding.of(
              where,
              "its output must be a vector, a sequence of vectors or a map of features an image",
              Arrays.toString(shape)));
    }

    /** The tokens, or their mean. */
    float[] taken(OnnxModel.Output output, boolean tokens) {
      float[] values = output.values();
      float[] ordered = widthFirst ? transposed(values) : values;
      return tokens ? ordered : mean(ordered);
    }

    private float[] transposed(float[] values) {
      float[] turned = new float[values.length];
      for (int j = 0; j < width; j++) {
        for (int place = 0; place < places; place++) {
          turned[place * width + j] = values[j * places + place];
        }
      }
      return turned;
    }

    private float[] mean(float[] values) {
      double[] sums = new double[width];
      for (int i = 0; i < values.length; i++) {
        sums[i % width] += values[i];
      }
      float[] mean = new float[width];
      for (int j = 0; j < width; j++) {
        mean[j] = (float) (sums[j] / places);
      }
      return mean;
    }
  }
}
