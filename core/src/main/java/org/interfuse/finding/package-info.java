/** One vocabulary for everything that is wrong with a study, a file or a request. */
@org.jspecify.annotations.NullMarked
package org.interfuse.finding;
