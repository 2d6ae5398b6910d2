/** Writing files so that nothing partial is ever visible (law 8). */
@org.jspecify.annotations.NullMarked
package org.interfuse.file;
