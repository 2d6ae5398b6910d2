/** Encoders that others trained: ONNX files, and a sentence encoder that comes with Interfuse. */
@NullMarked
package org.interfuse.pretrained;

import org.jspecify.annotations.NullMarked;
