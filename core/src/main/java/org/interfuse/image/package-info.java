/** Pictures: decoded, brought to one size, and kept on disk so that each is decoded once. */
@org.jspecify.annotations.NullMarked
package org.interfuse.image;
