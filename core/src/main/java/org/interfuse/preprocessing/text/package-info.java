/** Texts as codes of a vocabulary that was learnt on training rows. */
@org.jspecify.annotations.NullMarked
package org.interfuse.preprocessing.text;
