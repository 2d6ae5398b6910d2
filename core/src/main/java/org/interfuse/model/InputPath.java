package org.interfuse.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * A batch on the straight way from the baseline to the subjects' own inputs: at place a of [0, 1]
 * the numbers are a x, and a categorical column is (1 − a) of bucket 0 and a of its own code. Who
 * has which modality stays as it is, as do columns that say so, and modalities without columns
 * (wide ones, texts, images). The tensors moved are leaves, whose gradients can be asked for.
 *
 * @param batch for the model
 * @param legs of the modalities that somebody in the batch has
 */
record InputPath(Batch batch, List<Leg> legs) {
  /**
   * The part of one modality, of the r rows that have it.
   *
   * @param modality its number
   * @param positions [r] their places in the batch; null where all have it
   * @param moved numbers, if there are any, then categorical columns
   */
  record Leg(int modality, @Nullable Tensor positions, List<Moved> moved) {
    List<Tensor> leaves() {
      return moved.stream().map(Moved::leaf).toList();
    }
  }

  /**
   * Numbers [r, p], or the shares of a categorical column's codes [r, c].
   *
   * @param difference of the own inputs from the baseline
   * @param leaf at the place of the path
   * @param features p, or 1 for a categorical column
   */
  record Moved(Tensor difference, Tensor leaf, int features) {
    /** [r, features]: gradient times difference, summed over the codes of a column. */
    Tensor products(Tensor gradient) {
      Tensor products = gradient.mul(difference);
      return products.size(1) == features ? products : products.sum(1).unsqueeze(1);
    }
  }

  /**
   * Moves a batch.
   *
   * @param whole the subjects' own inputs
   * @param shapes per modality
   * @param fixed per modality how many numeric columns, the last ones, stay as they are
   * @param places [B, 1], of the batch's floating type
   */
  static InputPath of(Batch whole, List<FeatureShape> shapes, int[] fixed, Tensor places) {
    List<Batch.OfModality> parts = new ArrayList<>();
    List<Leg> legs = new ArrayList<>();
    for (int m = 0; m < shapes.size(); m++) {
      Batch.OfModality part = whole.modalities().get(m);
      EncoderInput input = part.input();
      if (input == null || !shapes.get(m).table()) {
        parts.add(part);
        continue;
      }
      Tensor positions = part.positions();
      Tensor own = positions == null ? places : places.index_select(0, positions); // [r, 1]
      Moved numbers = shapes.get(m).numericWidth() == 0 ? null : numbers(input, fixed[m], own);
      List<Moved> levels = levels(input, shapes.get(m), own);
      List<Moved> moved = new ArrayList<>(levels);
      if (numbers != null) {
        moved.add(0, numbers);
      }
      legs.add(new Leg(m, positions, moved));
      EncoderInput there =
          new EncoderInput(
              numbers == null ? input.numeric() : numbers.leaf(),
              input.categories(),
              levels.isEmpty() ? null : levels.stream().map(Moved::leaf).toList());
      parts.add(new Batch.OfModality(there, positions, part.presence()));
    }
    return new InputPath(new Batch(whole.size(), parts), legs);
  }

  private static Moved numbers(EncoderInput input, int fixed, Tensor places) {
    Tensor own = input.numeric(); // [r, p]
    int width = Math.toIntExact(own.size(1));
    if (fixed == 0) {
      return new Moved(own, leaf(own.mul(places)), width);
    }
    Tensor difference = own.clone();
    difference.narrow(1, width - fixed, fixed).zero_();
    Tensor baseline = own.sub(difference);
    return new Moved(difference, leaf(baseline.add(difference.mul(places))), width);
  }

  private static List<Moved> levels(EncoderInput input, FeatureShape shape, Tensor places) {
    List<Moved> levels = new ArrayList<>();
    ScalarType type = places.scalar_type();
    for (int column = 0; column < shape.cardinalities().length; column++) {
      int codes = shape.cardinalities()[column];
      Tensor code = Objects.requireNonNull(input.categories(), "categories").select(1, column);
      Tensor own = torch.one_hot(code, codes).to(type); // [r, c]
      Tensor bucket = torch.one_hot(Tensors.ofLongs(new long[1]), codes).to(type); // [1, c]
      Tensor difference = own.sub(bucket);
      levels.add(new Moved(difference, leaf(bucket.add(difference.mul(places))), 1));
    }
    return levels;
  }

  private static Tensor leaf(Tensor tensor) {
    return tensor.detach().set_requires_grad(true);
  }
}
