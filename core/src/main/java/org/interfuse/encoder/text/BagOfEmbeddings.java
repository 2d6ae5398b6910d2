package org.interfuse.encoder.text;

import com.google.auto.service.AutoService;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.TokenRows;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.jspecify.annotations.Nullable;

/**
 * The sum of a text's embedded words, and of its embedded pairs of neighbouring words, over the
 * root of their number, then dropout (after fastText; Joulin et al. 2016, arXiv:1607.01759). The
 * root lets a long text say more than a short one without drowning it. Pairs share B buckets, b =
 * (w_t · 1,000,003 + w_{t+1}) mod B. Tokens are the embedded words. (V + B) · width parameters for
 * V codes.
 *
 * <p>Embeddings begin near 0, so that a word that training hardly saw says hardly anything.
 */
public final class BagOfEmbeddings implements Encoder {
  /** Standard deviation of an embedding's elements before training. */
  private static final double START = 0.01;

  /** An odd prime, so that pairs spread over the buckets. */
  private static final long SPREAD = 1_000_003;

  /**
   * {@code encoder: {type: bag-of-embeddings}}.
   *
   * @param width of an embedding, at least 3
   * @param pairs B, buckets of pairs of neighbouring words; 0 for words alone
   * @param tokenDropout rate in [0, 1) at which words, and pairs, are left out of the sum
   * @param dropout rate in [0, 1), of the sum's elements
   */
  @Meaning("embedded words and pairs of neighbouring words, summed; tokens are the words")
  @AutoService(EncoderSpec.class)
  public record Spec(
      @Meaning("width of an embedding, 3 or more") int width,
      @Meaning("buckets that pairs of neighbouring words share; 0 is words alone") int pairs,
      @Meaning("rate at which words and pairs are left out in training, in [0, 1)")
          double tokenDropout,
      @Meaning("dropout rate of the sum, in [0, 1)") double dropout)
      implements EncoderSpec {
    public Spec {
      if (width < 3) {
        throw new IllegalArgumentException("width: expected 3 or more, but it is " + width);
      }
      if (pairs < 0) {
        throw new IllegalArgumentException("pairs: expected 0 or more, but it is " + pairs);
      }
      TextOptions.requireRate("token_dropout", tokenDropout);
      TextOptions.requireRate("dropout", dropout);
    }

    /** The defaults. */
    public Spec() {
      this(64, 0, 0, 0.2);
    }

    @Override
    public String type() {
      return "bag-of-embeddings";
    }

    @Override
    public boolean reads(FeatureShape shape) {
      return TextOptions.codes(shape);
    }

    @Override
    public Encoder build(FeatureShape shape, Parameters parameters) {
      return new BagOfEmbeddings(this, shape, parameters);
    }
  }

  private final Spec spec;
  private final Tensor words;
  private final @Nullable Tensor pairs;

  private BagOfEmbeddings(Spec spec, FeatureShape shape, Parameters parameters) {
    this.spec = spec;
    int codes = Objects.requireNonNull(shape.sequence()).vocabulary();
    words = TextOptions.embedding(parameters, "words", codes, spec.width(), START);
    pairs =
        spec.pairs() == 0
            ? null
            : TextOptions.embedding(parameters, "pairs", spec.pairs(), spec.width(), START);
  }

  @Override
  public int width() {
    return spec.width();
  }

  /** Embedded and masked, both with gradients; with pairs these, and all joined and masked. */
  @Override
  public long tokenBytes(long longest) {
    long held = spec.pairs() == 0 ? 2 : 6;
    return 2L * Float.BYTES * held * spec.width();
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    TokenRows rows = TextOptions.tokens(input);
    Tensor codes = rows.values();
    Tensor mask = rows.mask();
    Tensor embedded = torch.embedding(words, codes); // [n, time, width]
    Tensor all = embedded;
    Tensor exists = mask;
    if (pairs != null && codes.size(1) > 1) {
      all = joined(embedded, torch.embedding(pairs, buckets(codes)));
      exists = joined(mask, mask.narrow(1, 1, mask.size(1) - 1));
    }
    Tensor sum = TokenSum.overRoot(all, kept(exists, pass));
    return new Encoded(pass.dropout(sum, spec.dropout()), embedded, mask);
  }

  /** [n, time − 1]. */
  private Tensor buckets(Tensor codes) {
    long count = codes.size(1) - 1;
    Tensor left = codes.narrow(1, 0, count).mul(new Scalar(SPREAD));
    return left.add(codes.narrow(1, 1, count)).remainder(new Scalar((long) spec.pairs()));
  }

  private static Tensor joined(Tensor left, Tensor right) {
    return torch.cat(new TensorVector(left, right), 1);
  }

  /** Without those that this pass leaves out. */
  private Tensor kept(Tensor exists, Pass pass) {
    if (!pass.isTraining() || spec.tokenDropout() == 0) {
      return exists;
    }
    Tensor ones = torch.ones_like(exists.to(words.scalar_type()));
    return exists.logical_and(pass.dropout(ones, spec.tokenDropout()).gt(new Scalar(0)));
  }
}
