/** What the verbs of the command line do, without a terminal. */
@org.jspecify.annotations.NullMarked
package org.interfuse.run;
