/** What long work says about itself while it runs. */
@org.jspecify.annotations.NullMarked
package org.interfuse.progress;
