package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.interfuse.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Holds a folder against other processes, and against others in this one; the system lets go of it
 * when a process ends. The file is opened by its holder alone: whoever closes it, in the same
 * process, would let go of another's lock.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "lock";
  private static final Map<Path, Semaphore> WITHIN = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final Semaphore within;

  private FolderLock(FileChannel channel, Semaphore within) {
    this.channel = channel;
    this.within = within;
  }

  /** Waits for whoever has it, and says so. */
  static FolderLock of(Path folder, Progress progress) throws IOException {
    Semaphore within = within(folder);
    within.acquireUninterruptibly();
    FolderLock free = locked(folder, within, progress);
    if (free == null) {
      throw new IllegalStateException("a lock that is waited for is had");
    }
    return free;
  }

  /** Null where somebody has it, or it is not ours to take. */
  static @Nullable FolderLock ifFree(Path folder) {
    Semaphore within = within(folder);
    if (!within.tryAcquire()) {
      return null;
    }
    try {
      return locked(folder, within, null);
    } catch (IOException notOurs) {
      return null;
    }
  }

  private static Semaphore within(Path folder) {
    return WITHIN.computeIfAbsent(
        folder.toAbsolutePath().normalize(), path -> new Semaphore(1, /* fair= */ true));
  }

  /**
   * Takes the lock of a folder that nobody else in this process has or waits for.
   *
   * @param waiting who is told of waiting; null to give up instead
   */
  private static @Nullable FolderLock locked(
      Path folder, Semaphore within, @Nullable Progress waiting) throws IOException {
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null && waiting != null) {
        waiting.say("another process computes the same representations: waiting for it");
        lock = channel.lock();
      }
      locked = lock != null;
      return locked ? new FolderLock(channel, within) : null;
    } finally {
      if (!locked) {
        try {
          if (channel != null) {
            channel.close();
          }
        } finally {
          within.release();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      within.release();
    }
  }
}
