/** What sources of wide modalities share: mapped lines, choice of columns, groups. */
@org.jspecify.annotations.NullMarked
package org.interfuse.source.wide;
