package org.interfuse.tensor;

/**
 * The limits that JavaCPP puts on native memory. Its defaults are the Java heap's size and four
 * times that, so with a small {@code -Xmx} it refuses tensors that the machine has room for.
 */
final class NativeMemory {
  private static final String PREFIX = "org.bytedeco.javacpp.";

  private NativeMemory() {}

  /**
   * Sets both limits to 0 (none) unless a person set them. JavaCPP reads them when its classes
   * initialise, so this comes before any of them is touched.
   */
  static void liftLimits() {
    liftLimit("maxBytes", "maxbytes");
    liftLimit("maxPhysicalBytes", "maxphysicalbytes");
  }

  private static void liftLimit(String name, String olderName) {
    if (System.getProperty(PREFIX + name) == null
        && System.getProperty(PREFIX + olderName) == null) {
      System.setProperty(PREFIX + name, "0");
    }
  }
}
