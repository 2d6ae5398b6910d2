/** The tensor engine: native libraries, threads, parameters, random streams, safetensors. */
@org.jspecify.annotations.NullMarked
package org.interfuse.tensor;
