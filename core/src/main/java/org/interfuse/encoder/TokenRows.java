package org.interfuse.encoder;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of n subjects, the shorter sequences filled up with zeros, which mean nothing.
 *
 * @param values [n, time] int64 codes of a vocabulary, or [n, time, …] numbers, the parameters'
 *     floating type; time is that of the longest of these subjects
 * @param mask [n, time] boolean, true where a token exists: the first of every subject do, one or
 *     more
 * @param times [n, time] float32, 0 where there is no token; null where tokens have no times
 */
public record TokenRows(Tensor values, Tensor mask, @Nullable Tensor times) {}
