/** The study file: composes the spec records of everything below. */
@org.jspecify.annotations.NullMarked
package org.interfuse.study;
