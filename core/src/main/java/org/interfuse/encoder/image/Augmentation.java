package org.interfuse.encoder.image;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.option.Meaning;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;

/**
 * Random changes of images while a network trains, so that it learns what does not matter; none at
 * inference. Each image is mirrored with probability one half along each axis chosen, and moved by
 * a whole number of pixels from −crop to crop along each axis, all equally likely; what moves in
 * from outside is 0, the mean of the training images (He et al. 2016). Random numbers come from the
 * pass alone (law 6).
 *
 * @param flip along which axes images are mirrored
 * @param crop pixels, 0 or more
 */
public record Augmentation(
    @Meaning("along which axes images are mirrored at random") Flip flip,
    @Meaning("by how many pixels at most images are moved at random along each axis; 0 is not")
        int crop) {
  /** Along which axes. */
  public enum Flip {
    /** None. */
    NONE,
    /** Left and right. */
    HORIZONTAL,
    /** Top and bottom. */
    VERTICAL,
    /** Each of both. */
    BOTH
  }

  public Augmentation {
    if (crop < 0) {
      throw new IllegalArgumentException("crop: expected 0 or more, but it is " + crop);
    }
  }

  /** None. */
  public Augmentation() {
    this(Flip.NONE, 0);
  }

  /**
   * Changes images in training.
   *
   * @param x [k, channels, height, width]
   */
  Tensor forward(Tensor x, Pass pass) {
    Seed seed = flip == Flip.NONE && crop == 0 ? null : pass.draw();
    return seed == null ? x : moved(mirrored(x, seed), seed);
  }

  private Tensor mirrored(Tensor x, Seed seed) {
    Tensor result = x;
    if (flip == Flip.HORIZONTAL || flip == Flip.BOTH) {
      result = mirrored(result, 3, seed.at("horizontal"));
    }
    if (flip == Flip.VERTICAL || flip == Flip.BOTH) {
      result = mirrored(result, 2, seed.at("vertical"));
    }
    return result;
  }

  private static Tensor mirrored(Tensor x, long axis, Seed seed) {
    SplittableRandom random = seed.random();
    boolean[] chosen = new boolean[Math.toIntExact(x.size(0))];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = random.nextBoolean();
    }
    Tensor mask = Tensors.ofBooleans(chosen, chosen.length, 1, 1, 1);
    return torch.where(mask, x.flip(axis), x);
  }

  private Tensor moved(Tensor x, Seed seed) {
    if (crop == 0) {
      return x;
    }
    SplittableRandom random = seed.at("crop").random();
    Tensor padded = torch.constant_pad_nd(x, crop, crop, crop, crop);
    TensorVector images = new TensorVector();
    for (int i = 0; i < x.size(0); i++) {
      int down = random.nextInt(2 * crop + 1);
      int across = random.nextInt(2 * crop + 1);
      images.push_back(padded.select(0, i).narrow(1, down, x.size(2)).narrow(2, across, x.size(3)));
    }
    return torch.stack(images);
  }
}
