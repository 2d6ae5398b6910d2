package org.interfuse.encoder.image;

import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.TokenRows;
import org.interfuse.encoder.frames.FrameReader;
import org.interfuse.encoder.frames.FrameReading;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.SequenceShape;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * From images to representations: the images of all subjects go through the network at once, those
 * that do not exist are left out, and the places of the maps that come out are a subject's tokens,
 * row by row, image after image. The pooled vector is the mean over a subject's places.
 *
 * <p>Of images that follow each other in time an image is one token, the mean of its places, read
 * in order by a {@link FrameReader}.
 */
final class Places {
  /** Images at once where no graph is kept: their maps are large. */
  private static final int AT_ONCE = 64;

  private Places() {}

  /** Whether an encoder of images can read it. */
  static boolean areImages(FeatureShape shape) {
    SequenceShape sequence = shape.sequence();
    return sequence != null && sequence.axes().length == 3;
  }

  /**
   * Encodes.
   *
   * @param rows values [n, time, channels, height, width]
   * @param maps from [k, channels, height, width] to [k, width, h, w], each image on its own
   */
  static Encoded of(TokenRows rows, UnaryOperator<Tensor> maps) {
    Tensor values = rows.values();
    long n = values.size(0);
    long time = values.size(1);
    Tensor all = all(rows, maps); // [n · time, places, width]
    long places = all.size(1);
    Tensor tokens = all.reshape(n, time * places, all.size(2));
    Tensor mask = rows.mask().unsqueeze(2).expand(n, time, places).reshape(n, time * places);
    Tensor counts = rows.mask().sum(1).mul(new Scalar(places));
    Tensor pooled = tokens.sum(1).div(counts.to(tokens.scalar_type()).unsqueeze(1));
    return new Encoded(pooled, tokens, mask);
  }

  /**
   * Encodes images that follow each other in time: each is the mean of its places, and what is made
   * of these is read in order.
   *
   * @param rows values [n, time, channels, height, width]
   * @param maps from [k, channels, height, width] to [k, width, h, w], each image on its own
   */
  static Encoded ofFrames(
      TokenRows rows, UnaryOperator<Tensor> maps, FrameReader reader, Pass pass) {
    Tensor frames = all(rows, maps).mean(1); // [n · time, width]
    Tensor vectors = frames.reshape(rows.mask().size(0), rows.mask().size(1), frames.size(1));
    return reader.forward(vectors, rows.mask(), rows.times(), pass);
  }

  /** [n · time, places, width], zeros where there is no image. */
  private static Tensor all(TokenRows rows, UnaryOperator<Tensor> maps) {
    Tensor images = rows.values().flatten(0, 1);
    Tensor existing = existing(rows.mask());
    Tensor seen = existing == null ? images : images.index_select(0, existing);
    Tensor made = pieces(seen, maps).flatten(2, -1).transpose(1, 2); // [k, places, width]
    if (existing == null) {
      return made;
    }
    Tensor none = torch.zeros_like(made.select(0, 0));
    return none.expand(images.size(0), made.size(1), made.size(2)).index_copy(0, existing, made);
  }

  static void requireRate(double dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout: expected 0 ≤ rate < 1, but it is " + dropout);
    }
  }

  /** Drops whole channels of each image in training. */
  static Tensor dropChannels(Tensor maps, double rate, Pass pass) {
    if (rate == 0 || !pass.isTraining()) {
      return maps;
    }
    Tensor ones = torch.ones_like(maps.select(3, 0).select(2, 0).detach()); // [k, width]
    return maps.mul(pass.dropout(ones, rate).unsqueeze(2).unsqueeze(3));
  }

  /** What reads images in time; null where they do not follow each other in time. */
  static @Nullable FrameReader reader(
      FrameReading options, long width, SequenceShape images, Parameters parameters) {
    return images.timed()
        ? new FrameReader(options, width, images, parameters.scope("frames"))
        : null;
  }

  /** Which of the images exist; null if all do. */
  private static @Nullable Tensor existing(Tensor mask) {
    Tensor places = mask.flatten().nonzero().flatten();
    return places.numel() == mask.numel() ? null : places;
  }

  private static Tensor pieces(Tensor images, UnaryOperator<Tensor> maps) {
    long k = images.size(0);
    if (GradMode.is_enabled() || k <= AT_ONCE) {
      return maps.apply(images);
    }
    Tensor first = maps.apply(images.narrow(0, 0, AT_ONCE));
    long[] shape = Tensors.shape(first);
    shape[0] = k;
    Tensor all = Tensors.empty(first.scalar_type(), shape);
    all.narrow(0, 0, AT_ONCE).copy_(first);
    for (long from = AT_ONCE; from < k; from += AT_ONCE) {
      long some = Math.min(AT_ONCE, k - from);
      try (PointerScope scope = new PointerScope()) {
        all.narrow(0, from, some).copy_(maps.apply(images.narrow(0, from, some)));
      }
    }
    return all;
  }
}
