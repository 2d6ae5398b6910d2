/** What in a study would make its figures look better than they are, found before training. */
@org.jspecify.annotations.NullMarked
package org.interfuse.audit;
