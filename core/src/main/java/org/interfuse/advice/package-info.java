/** What to deploy, from what was measured: rules are data, and each says where it comes from. */
@org.jspecify.annotations.NullMarked
package org.interfuse.advice;
