package org.interfuse.modality;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds names among millions: a table of places over {@link PackedNames}, 8 to 16 bytes a name. Of
 * names that repeat the first counts. Immutable, thread-safe.
 */
public final class NameIndex {
  private static final int LEAST_SLOTS = 16;

  private final PackedNames names;
  private final int[] slots; // place + 1, 0 where free
  private final int[] repeated;

  private NameIndex(PackedNames names) {
    this.names = names;
    int wanted = Math.max(LEAST_SLOTS, 2 * Math.min(names.size(), 1 << 29));
    slots = new int[Integer.highestOneBit(wanted - 1) << 1];
    int[] again = new int[LEAST_SLOTS];
    int count = 0;
    for (int i = 0; i < names.size(); i++) {
      int slot = slot(names, i);
      if (slots[slot] == 0) {
        slots[slot] = i + 1;
      } else {
        again = count == again.length ? Arrays.copyOf(again, 2 * count) : again;
        again[count++] = i;
      }
    }
    repeated = Arrays.copyOf(again, count);
  }

  /** Of any list; one that is not packed is packed first. */
  public static NameIndex of(List<String> names) {
    return new NameIndex(PackedNames.packed(names));
  }

  /** The place of a name, or -1. */
  public int find(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return find(PackedNames.single(utf8), 0);
  }

  /** The place of a name of another list, or -1. */
  public int find(PackedNames others, int index) {
    return slots[slot(others, index)] - 1;
  }

  /** The places of names that stood before, ascending. */
  public int[] repeated() {
    return repeated.clone();
  }

  /** The slot that holds an equal name, or the free one where it would go. */
  private int slot(PackedNames others, int index) {
    int hash = others.hash(index);
    int slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
    while (slots[slot] != 0 && !names.same(slots[slot] - 1, others, index)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
