package org.interfuse.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/** What memory this machine has, and what of it this process holds. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** Bytes of this machine, or of the container that the process runs in. */
  public static double physical() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Double.POSITIVE_INFINITY;
  }

  /**
   * Resident bytes of this process; what the Java heap has taken, where the system does not say.
   */
  public static long resident() {
    return status("VmRSS:");
  }

  /**
   * Resident bytes once as much of the Java heap is in use as it begins with, as after some seconds
   * of work.
   */
  public static long withHeap() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return resident() + Math.max(0, heap.getInit() - heap.getUsed());
  }

  /** The most resident bytes so far; as {@link #resident} where the system does not say. */
  public static long peak() {
    return status("VmHWM:");
  }

  private static long status(String key) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(key)) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return Runtime.getRuntime().totalMemory();
    }
    return Runtime.getRuntime().totalMemory();
  }
}
