package org.interfuse.advice;

/**
 * How the rules stand to a candidate that is level with the best.
 *
 * @param contender the candidate
 * @param votesFor rules that hold and speak for it
 * @param votesAgainst rules that hold and speak against it
 */
public record Standing(Contender contender, int votesFor, int votesAgainst) {}
