package org.interfuse.training;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one fit keep their state between epochs.
 *
 * @param folder one file a part; null to keep nothing
 * @param every at most one checkpoint in this time, and writing takes at most a tenth of it; zero
 *     for one after every epoch
 */
public record Checkpoints(@Nullable Path folder, Duration every) {
  /** Keeps nothing. */
  public static Checkpoints none() {
    return new Checkpoints(null, Duration.ZERO);
  }

  /** The checkpoint of one part of a network. */
  Checkpoint of(String part) {
    return new Checkpoint(folder == null ? null : folder.resolve(part + ".checkpoint"), every);
  }

  /** The checkpoint of fits that are trained at once. */
  ReplicaCheckpoint ofReplicas(String fits) {
    return new ReplicaCheckpoint(
        folder == null ? null : folder.resolve(fits + ".checkpoint"), every);
  }
}
