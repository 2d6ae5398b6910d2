package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
    FolderLock own = opened(folder, within);
    try {
      own.take(progress);
      return own;
    } catch (IOException | RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  /** Null where somebody has it, or it is not ours to take. */
  static @Nullable FolderLock ifFree(Path folder) {
    Semaphore within = within(folder);
    if (!within.tryAcquire()) {
      return null;
    }
    try {
      FolderLock own = opened(folder, within);
      boolean taken = false;
      try {
        taken = own.channel.tryLock() != null;
        return taken ? own : null;
      } finally {
        if (!taken) {
          own.close();
        }
      }
    } catch (IOException notOurs) {
      return null;
    }
  }

  private static Semaphore within(Path folder) {
    return WITHIN.computeIfAbsent(
        folder.toAbsolutePath().normalize(), path -> new Semaphore(1, /* fair= */ true));
  }

  /** Opens the file for one who has the semaphore, and gives that back if it cannot. */
  private static FolderLock opened(Path folder, Semaphore within) throws IOException {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new FolderLock(channel, within);
    } catch (IOException | RuntimeException | Error e) {
      within.release();
      throw e;
    }
  }

  /** Waits for other processes. */
  private void take(Progress progress) throws IOException {
    if (channel.tryLock() == null) {
      progress.say("another process computes the same representations: waiting for it");
      channel.lock();
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
