/** What transformers of encoders and of operators are made of. */
@org.jspecify.annotations.NullMarked
package org.interfuse.tensor.attention;
