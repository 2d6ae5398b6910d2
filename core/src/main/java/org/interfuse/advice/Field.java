package org.interfuse.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who competes to be recommended.
 *
 * @param target what they predict
 * @param contenders candidates that were fitted and use a modality
 * @param reference the best that reads nobody's values, which a candidate must be shown to be
 *     better than; null where there is none
 * @param notConsidered the other candidates, each with the reason
 * @param remarks what else must be said of the choice
 */
public record Field(
    String target,
    List<Contender> contenders,
    @Nullable String reference,
    List<String> notConsidered,
    List<String> remarks) {
  public Field {
    contenders = List.copyOf(contenders);
    notConsidered = List.copyOf(notConsidered);
    remarks = List.copyOf(remarks);
  }
}
