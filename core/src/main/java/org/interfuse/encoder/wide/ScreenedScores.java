package org.interfuse.encoder.wide;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.modality.PackedNames;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Target;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The columns that tell most of the first target among the training rows, one at a time ({@link
 * Association}); of equals the first. {@code columns} are their numbers, fixed, ascending.
 */
final class ScreenedScores implements Scores {
  private final Tensor columns; // [k] int64
  private final ScalarType type;

  private ScreenedScores(Tensor columns, ScalarType type) {
    this.columns = columns;
    this.type = type;
  }

  static ScreenedScores create(int columns, int keep, Parameters parameters) {
    int kept = Math.min(keep, columns);
    Tensor first =
        parameters.addFixed(
            "columns",
            new long[] {kept},
            seed -> Tensors.ofInts(IntStream.range(0, kept).toArray()));
    return new ScreenedScores(first, parameters.type());
  }

  @Override
  public int width() {
    return Math.toIntExact(columns.size(0));
  }

  @Override
  public Tensor of(Tiles tiles) {
    if (tiles instanceof TableTiles held) {
      return held.table().index_select(1, columns);
    }
    FeatureTiles rows = (FeatureTiles) tiles;
    int[] chosen = Arrays.stream(Tensors.toDoubles(columns)).mapToInt(j -> (int) j).toArray();
    Tensor scores = Tensors.empty(type, rows.rows(), chosen.length);
    try (TileScale scale = TileScale.of(select(rows.figures().features(), chosen))) {
      Tiles few = new FeatureTiles(scale, rows.chosen());
      int tile = TileProducts.tile(few); // all at once may be more than one buffer takes
      TileProducts.forTiles(
          chosen.length,
          tile,
          (first, last) -> {
            try (Tiles.Reader reader = few.reader(tile)) {
              for (int t = first; t < last; t++) {
                int from = t * tile;
                int to = Math.min(chosen.length, from + tile);
                try (PointerScope scope = new PointerScope()) {
                  scores.narrow(1, from, to - from).copy_(reader.read(from, to));
                }
              }
            }
          });
    }
    return scores;
  }

  @Override
  public void prepare(Tiles training, List<Target> targets) {
    int[] strongest = Association.strongest(training, targets.get(0), width());
    columns.copy_(Tensors.ofInts(strongest));
  }

  private static WideFeatures select(WideFeatures all, int[] chosen) {
    List<String> names =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            return all.shape().names().get(chosen[index]);
          }

          @Override
          public int size() {
            return chosen.length;
          }
        };
    return new WideFeatures(
        all.matrix().select(chosen),
        FeatureShape.ofWide(PackedNames.of(names), null),
        all.logarithm(),
        select(all.centre(), chosen),
        select(all.fill(), chosen),
        java.util.Objects.requireNonNull(select(all.scale(), chosen)),
        all.training());
  }

  private static float @Nullable [] select(float @Nullable [] values, int[] chosen) {
    if (values == null) {
      return null;
    }
    float[] selected = new float[chosen.length];
    for (int k = 0; k < chosen.length; k++) {
      selected[k] = values[chosen[k]];
    }
    return selected;
  }
}
