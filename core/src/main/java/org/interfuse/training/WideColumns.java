package org.interfuse.training;

import org.interfuse.cohort.Cohort;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.modality.ColumnGroups;
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

  private static long sum(ModelSpec model, Cohort cohort, Figure figure) {
    long sum = 0;
    for (ModalityEncoder chosen : model.encoders()) {
      boolean used = model.modality() == null || model.modality().equals(chosen.modality());
      if (used && cohort.modality(chosen.modality()).data() instanceof WideData wide) {
        ColumnGroups groups = wide.groups();
        long memberships = groups == null ? 0 : groups.columns().length;
        sum += figure.of(chosen.encoder(), wide.columns().size(), memberships);
      }
    }
    return sum;
  }
}
