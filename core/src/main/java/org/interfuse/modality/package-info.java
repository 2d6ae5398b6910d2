/** The kinds of data about a subject, as they lie in memory. */
@org.jspecify.annotations.NullMarked
package org.interfuse.modality;
