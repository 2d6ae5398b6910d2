/** What is fitted on training rows only and travels with the model. */
@org.jspecify.annotations.NullMarked
package org.interfuse.preprocessing;
