/** The subjects, their targets and groups, and how they are split. */
@org.jspecify.annotations.NullMarked
package org.interfuse.cohort;
