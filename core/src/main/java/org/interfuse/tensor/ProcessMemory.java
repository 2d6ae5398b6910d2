package org.interfuse.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
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
   * What a process holds.
   *
   * @param nativeBytes resident ones that are no part of the Java heap
   * @param heapBytes of the Java heap: what it begins with, as after some seconds of work, or what
   *     was used of it at its most if that is more
   * @param usedBytes of the Java heap now, garbage among them
   */
  public record Held(long nativeBytes, long heapBytes, long usedBytes) {
    /**
     * Of what was measured. Pages of the heap that were used once stay resident, whether it was the
     * program that used them or what unpacked its libraries before.
     *
     * @param touched the most that was used of the heap
     */
    public static Held of(long resident, long initial, long touched, long used) {
      return new Held(
          Math.max(0, resident - touched), Math.max(initial, touched), Math.min(used, touched));
    }

    /** All together. */
    public long bytes() {
      return nativeBytes + heapBytes;
    }
  }

  /** What this process holds. */
  public static Held held() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long touched =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    return Held.of(
        resident(), heap.getInit(), Math.min(touched, heap.getCommitted()), heap.getUsed());
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
