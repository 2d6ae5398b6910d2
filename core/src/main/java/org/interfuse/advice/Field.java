package org.interfuse.advice;

import java.util.List;

/**
 * Who competes to be recommended.
 *
 * @param target what they predict
 * @param contenders candidates that were fitted and use a modality
 * @param notConsidered the other candidates, each with the reason
 * @param remarks what else must be said of the choice
 */
public record Field(
    String target, List<Contender> contenders, List<String> notConsidered, List<String> remarks) {
  public Field {
    contenders = List.copyOf(contenders);
    notConsidered = List.copyOf(notConsidered);
    remarks = List.copyOf(remarks);
  }
}
