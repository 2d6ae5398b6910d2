package org.interfuse.preprocessing;

import java.util.List;

/** Looks entries up in a saved state, and says which one is not there. */
public final class StateReader {
  private StateReader() {}

  public static List<String> texts(PreprocessingState state, String name) {
    List<String> found = state.texts().get(name);
    if (found == null) {
      throw missing(state, name);
    }
    return found;
  }

  public static double[] figures(PreprocessingState state, String name) {
    double[] found = state.figures().get(name);
    if (found == null) {
      throw missing(state, name);
    }
    return found;
  }

  public static byte[] bytes(PreprocessingState state, String name) {
    byte[] found = state.bytes().get(name);
    if (found == null) {
      throw missing(state, name);
    }
    return found;
  }

  private static IllegalArgumentException missing(PreprocessingState state, String name) {
    return new IllegalArgumentException(
        "state of preprocessing '%s': expected an entry '%s', but there is none"
            .formatted(state.type(), name));
  }
}
