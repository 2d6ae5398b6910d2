/** What a model's predictions rest on: modalities, weights of the fusion, input features. */
@org.jspecify.annotations.NullMarked
package org.interfuse.explain;
