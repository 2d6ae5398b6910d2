package org.interfuse.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Measures the limits beside the processes that {@code benchmarks/peers} compares, in a process of
 * its own: what it holds is no part of their peaks. Answers each line of standard input with {@code
 * limits BYTES FLOAT32 BFLOAT16}, the rates a second.
 */
public final class LimitsBenchmark {
  private LimitsBenchmark() {}

  /** THREADS BATCH. */
  public static void main(String[] arguments) throws IOException {
    MachineRates machine =
        new MachineRates(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    machine.measure();
    System.out.println("ready");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (commands.readLine() != null) {
      MachineRates.Rates rates = machine.measure();
      System.out.println(
          String.format(
              Locale.ROOT,
              "limits %.4g %.4g %.4g",
              rates.bandwidth(),
              rates.single(),
              rates.half()));
    }
  }
}
