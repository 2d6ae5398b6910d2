/** What an option of a study means, said beside it. */
@org.jspecify.annotations.NullMarked
package org.interfuse.option;
