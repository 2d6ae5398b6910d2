package org.interfuse.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

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
   * Resident bytes that belong to this process; what the Java heap has taken, where the system does
   * not say. Pages of mapped files do not count: the system takes them back when it needs them.
   */
  public static long resident() {
    try {
      return Files.exists(STATUS)
          ? belonging(Files.readAllLines(STATUS))
          : Runtime.getRuntime().totalMemory();
    } catch (IOException e) {
      return Runtime.getRuntime().totalMemory();
    }
  }

  /** Of a status as the kernel writes it; all resident bytes of kernels that do not tell apart. */
  static long belonging(List<String> status) {
    OptionalLong own = bytes(status, "RssAnon:");
    return own.isPresent()
        ? own.getAsLong() + bytes(status, "RssShmem:").orElse(0)
        : bytes(status, "VmRSS:").orElse(Runtime.getRuntime().totalMemory());
  }

  private static OptionalLong bytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst();
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

  /** The most resident bytes so far, of mapped files too; as {@link #resident} elsewhere. */
  public static long peak() {
    try {
      return Files.exists(STATUS)
          ? bytes(Files.readAllLines(STATUS), "VmHWM:").orElse(resident())
          : resident();
    } catch (IOException e) {
      return resident();
    }
  }
}
