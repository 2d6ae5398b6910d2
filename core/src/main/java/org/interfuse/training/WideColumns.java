package org.interfuse.training;

import java.util.Arrays;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.SparseMatrix;
import org.interfuse.modality.WideData;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;

/** What a model keeps for the columns of wide modalities, known before anything is read of them. */
public final class WideColumns {
  private WideColumns() {}

  /** A figure of an encoder for p columns and their memberships in groups. */
  interface Figure {
    long of(EncoderSpec encoder, long columns, long memberships);
  }

  /** Numbers, trained or fixed, of one network. */
  static long weights(ModelSpec model, Cohort cohort) {
    return sum(model, cohort, EncoderSpec::columnWeights);
  }

  /** Bytes that the training of one network holds. */
  public static long bytes(ModelSpec model, Cohort cohort) {
    return sum(model, cohort, EncoderSpec::columnBytes);
  }

  /** Bytes of the temporary files that the training of one network keeps its best weights in. */
  public static long best(ModelSpec model, Cohort cohort) {
    return sum(model, cohort, EncoderSpec::bestBytes);
  }

  /** What is computed of all rows, which the members of an ensemble share. */
  public static MemoryNeed rows(ModelSpec model, Cohort cohort, int[] train) {
    MemoryNeed need = MemoryNeed.NONE;
    for (ModalityEncoder one : model.encoders()) {
      CohortModality modality = cohort.modality(one.modality());
      boolean read = model.modality() == null || model.modality().equals(one.modality());
      if (read && modality.data() instanceof WideData wide) {
        need = need.plus(one.encoder().rowMemory(size(modality, wide, train)));
      }
    }
    return need;
  }

  /** How large a modality is to those who learn from some subjects. */
  public static WideSize size(CohortModality modality, WideData wide, int[] train) {
    long rows = Arrays.stream(train).filter(modality::has).count();
    return new WideSize(
        wide.rows(),
        rows,
        wide.columns().size(),
        wide.matrix() instanceof SparseMatrix cells ? cells.stored() : WideSize.ALL);
  }

  private static long sum(ModelSpec model, Cohort cohort, Figure figure) {
    return model.encoders().stream()
        .filter(one -> model.modality() == null || model.modality().equals(one.modality()))
        .mapToLong(
            one ->
                cohort.modality(one.modality()).data() instanceof WideData wide
                    ? figure.of(one.encoder(), wide.columns().size(), memberships(wide))
                    : 0)
        .sum();
  }

  private static long memberships(WideData wide) {
    ColumnGroups groups = wide.groups();
    return groups == null ? 0 : groups.columns().length;
  }
}
