/** Finds the images of subjects and looks at each: broken ones are named, equal ones are one. */
@org.jspecify.annotations.NullMarked
package org.interfuse.source.image;
