package org.interfuse.encoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.image.Augmentation.Flip;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final int IMAGES = 200;

  /** One image [1, 3, 4] of 1 to 12, many times. */
  private static double[][] changed(Augmentation augmentation, Pass pass) {
    try (PointerScope scope = new PointerScope()) {
      double[] values = new double[IMAGES * 12];
      Arrays.setAll(values, i -> i % 12 + 1);
      Tensor images = Tensors.ofDoubles(values, IMAGES, 1, 3, 4);
      return Tensors.toRows(augmentation.forward(images, pass).flatten(1, 3));
    }
  }

  /** Every outcome there can be, by hand. */
  private static Set<String> possible(Flip flip, int crop) {
    Set<String> possible = new HashSet<>();
    boolean across = flip == Flip.HORIZONTAL || flip == Flip.BOTH;
    boolean down = flip == Flip.VERTICAL || flip == Flip.BOTH;
    for (int choice = 0; choice < 4; choice++) {
      boolean mirrorX = (choice & 1) == 1;
      boolean mirrorY = (choice & 2) == 2;
      if (mirrorX && !across || mirrorY && !down) {
        continue;
      }
      for (int moveY = -crop; moveY <= crop; moveY++) {
        for (int moveX = -crop; moveX <= crop; moveX++) {
          double[] image = new double[12];
          for (int i = 0; i < 12; i++) {
            int y = i / 4 + moveY;
            int x = i % 4 + moveX;
            boolean inside = y >= 0 && y < 3 && x >= 0 && x < 4;
            image[i] = inside ? (mirrorY ? 2 - y : y) * 4 + (mirrorX ? 3 - x : x) + 1 : 0;
          }
          possible.add(Arrays.toString(image));
        }
      }
    }
    return possible;
  }

  private static Set<String> seen(double[][] images) {
    Set<String> seen = new HashSet<>();
    Arrays.stream(images).map(Arrays::toString).forEach(seen::add);
    return seen;
  }

  @Test
  void everyMirrorAndMoveOccursAndNothingElse() {
    for (Flip flip : Flip.values()) {
      Pass pass = Pass.training(new Seed(4));
      assertThat(seen(changed(new Augmentation(flip, 0), pass)))
          .as("%s, seed 4", flip)
          .isEqualTo(possible(flip, 0));
    }
    assertThat(seen(changed(new Augmentation(Flip.HORIZONTAL, 1), Pass.training(new Seed(4)))))
        .isEqualTo(possible(Flip.HORIZONTAL, 1));
  }

  @Test
  void isDrawnFromThePassAlone() {
    Augmentation both = new Augmentation(Flip.BOTH, 2);
    Pass pass = Pass.training(new Seed(9));
    double[][] first = changed(both, pass);
    double[][] second = changed(both, pass);

    assertThat(changed(both, Pass.training(new Seed(9)))).isDeepEqualTo(first);
    assertThat(second).as("another draw of the same pass").isNotEqualTo(first);
    assertThat(Arrays.deepEquals(second, first)).isFalse();
  }

  @Test
  void nothingHappensAtInference() {
    Augmentation both = new Augmentation(Flip.BOTH, 2);

    assertThat(seen(changed(both, Pass.inference()))).hasSize(1);
    assertThat(seen(changed(both, Pass.trainingWithoutMasks()))).hasSize(1);
  }
}
