package org.interfuse.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;

/**
 * The file {@code run.lock} of a run folder. It says that the folder is one, and a run holds a lock
 * on it: two at once would mix their files. The system lets go of the lock of a process that was
 * killed.
 */
final class RunLock implements AutoCloseable {
  private static final String NAME = "run.lock";

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Whether a folder was a run's before. */
  static boolean marks(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  /**
   * Marks and locks a folder. Where the file system has no locks it is only marked.
   *
   * @throws FindingsException if another run holds the lock
   */
  static RunLock of(Path folder) {
    Path file = folder.resolve(NAME);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
    if (!locks(channel)) {
      close(channel);
      throw new FindingsException(
          Finding.of(
              "-o " + folder,
              "one run uses a folder at a time",
              "another run that goes on there",
              List.of("wait for its end, or choose another folder")));
    }
    return new RunLock(file, channel);
  }

  private static boolean locks(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // a run of this very process
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    close(channel);
  }

  /** Takes the mark from a folder that no run has used. */
  void remove() throws IOException {
    Files.deleteIfExists(file);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a file that is only locked can be closed", e);
    }
  }
}
