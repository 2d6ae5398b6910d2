package org.interfuse.proof;

/**
 * One property, checked.
 *
 * @param name what was checked: {@code outputs, float64}
 * @param passed whether it held in every case tried
 * @param figure the worst figure over the cases: an error, a count, or a smallest gradient
 * @param tolerance what the figure was held to
 * @param detail where the worst figure arose, or what went wrong
 */
public record Proof(String name, boolean passed, double figure, double tolerance, String detail) {}
