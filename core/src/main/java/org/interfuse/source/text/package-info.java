/** Delimited text read at the level of bytes: blocks, cells, numbers, dictionaries. */
@org.jspecify.annotations.NullMarked
package org.interfuse.source.text;
