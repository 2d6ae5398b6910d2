/** Where modalities are read from. */
@org.jspecify.annotations.NullMarked
package org.interfuse.source;
