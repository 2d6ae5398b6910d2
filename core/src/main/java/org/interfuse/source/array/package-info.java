/** Files that hold one array of numbers: NumPy's and safetensors. */
@org.jspecify.annotations.NullMarked
package org.interfuse.source.array;
