/** Drafts a study from the files of a folder. */
@org.jspecify.annotations.NullMarked
package org.interfuse.init;
