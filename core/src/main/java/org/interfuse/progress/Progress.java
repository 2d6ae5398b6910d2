package org.interfuse.progress;

/**
 * Receives what long work says about itself. Implementations show a bar on a terminal, plain lines
 * elsewhere, or nothing. Calls may come from several threads.
 */
public interface Progress {
  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public Task start(String name, long steps) {
          return new Task() {
            @Override
            public void step(long done, String detail) {}

            @Override
            public void close() {}
          };
        }

        @Override
        public void say(String line) {}
      };

  /**
   * Begins a piece of work.
   *
   * @param name what is done, for example {@code gated, fold 2 of 5}
   * @param steps how many steps it takes, or -1 if unknown
   */
  Task start(String name, long steps);

  /** Shows one line of prose. */
  void say(String line);

  /** One piece of work; closing it ends its bar. */
  interface Task extends AutoCloseable {
    /** {@code done} steps are finished; {@code detail} says how it stands (loss, metric). */
    void step(long done, String detail);

    @Override
    void close();
  }
}
