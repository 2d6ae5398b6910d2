/**
 * Files of named tensors in the safetensors format: eight bytes little-endian length, a JSON header
 * of that length, then the data without holes (https://huggingface.co/docs/safetensors).
 */
@org.jspecify.annotations.NullMarked
package org.interfuse.tensor.safetensors;
