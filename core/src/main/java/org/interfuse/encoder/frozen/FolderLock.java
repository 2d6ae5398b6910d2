package org.interfuse.encoder.frozen;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.interfuse.progress.Progress;

/** Holds a folder against other processes; the system lets go of it when a process ends. */
record FolderLock(FileChannel channel) implements AutoCloseable {
  private static final String NAME = "lock";

  /** Waits for whoever has it, and says so. */
  static FolderLock of(Path folder, Progress progress) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        progress.say("another process computes the same representations: waiting for it");
        channel.lock();
      }
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
