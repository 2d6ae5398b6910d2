/** What is predicted: targets, their schemas, predictions of them. */
@org.jspecify.annotations.NullMarked
package org.interfuse.target;
