package org.interfuse.source;

import java.util.List;
import org.interfuse.modality.ModalityData;

/**
 * A modality as read, not yet joined.
 *
 * @param ids the subject of each row, distinct (the source has applied its row policy and {@code
 *     keep}); for {@code id: rows} the row number from 0 as text
 * @param data the rows
 * @param joinedByPosition whether ids are row positions ({@code id: rows})
 * @param positions how many positions there are; as many as ids but where some of them have nothing
 */
public record Loaded(List<String> ids, ModalityData data, boolean joinedByPosition, int positions) {
  public Loaded {
    ids = List.copyOf(ids);
  }

  /** Of which every position has a row. */
  public Loaded(List<String> ids, ModalityData data, boolean joinedByPosition) {
    this(ids, data, joinedByPosition, ids.size());
  }
}
