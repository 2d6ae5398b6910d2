package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;

/** Raw outputs of a model for many subjects, in batches and without a graph. */
public final class Outputs {
  /** Subjects in one pass, or fewer where they have large arrays. */
  static final int BATCH = 1024;

  private Outputs() {}

  /**
   * Runs the model.
   *
   * @return per target, raw outputs [subject][output]
   */
  public static List<double[][]> of(FusionModel model, CohortTensors tensors, int[] subjects) {
    return of(model, tensors, subjects, new boolean[model.modalities().size()]);
  }

  /**
   * Runs the model as if nobody had some of the modalities.
   *
   * @param hidden per modality; each subject must have one that is not hidden
   * @return per target, raw outputs [subject][output]
   */
  public static List<double[][]> of(
      FusionModel model, CohortTensors tensors, int[] subjects, boolean[] hidden) {
    List<double[][]> outputs = new ArrayList<>();
    for (int head = 0; head < model.heads().size(); head++) {
      outputs.add(new double[subjects.length][]);
    }
    int batch = tensors.most();
    for (int from = 0; from < subjects.length; from += batch) {
      int[] some = Arrays.copyOfRange(subjects, from, Math.min(from + batch, subjects.length));
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        boolean[][] masks = new boolean[some.length][];
        Arrays.fill(masks, hidden);
        List<Tensor> raw = model.forward(tensors.batch(some, masks), Pass.inference());
        for (int head = 0; head < raw.size(); head++) {
          double[][] rows = Tensors.toRows(raw.get(head));
          System.arraycopy(rows, 0, outputs.get(head), from, rows.length);
        }
      }
    }
    return outputs;
  }
}
