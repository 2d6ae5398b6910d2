package org.interfuse.encoder.wide;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.tensor.Torch;

/** Principal components of a .bed for {@code benchmarks/peers/pca/run.sh}; not a test. */
final class ComponentsProgram {
  private ComponentsProgram() {}

  /**
   * Writes the coordinates of all subjects, one line each: id, then components.
   *
   * @param arguments folder, name of the .bed without ending, components, threads, output file
   */
  public static void main(String[] arguments) throws java.io.IOException {
    Torch.load();
    Torch.threads(Integer.parseInt(arguments[3]));
    GenotypeFeatures read = GenotypeFeatures.read(Path.of(arguments[0]), arguments[1]);
    WideFeatures features = read.features();
    int[] all = IntStream.range(0, features.rows()).toArray();
    int k = Integer.parseInt(arguments[2]);
    Features table = PrincipalCoordinates.fit(features, all, k).table(features);
    try (PrintWriter out = new PrintWriter(arguments[4])) {
      for (int i = 0; i < table.rows(); i++) {
        out.print(read.ids().get(i));
        for (int c = 0; c < k; c++) {
          out.print(String.format(Locale.ROOT, "\t%.6g", table.numeric()[i * k + c]));
        }
        out.println();
      }
    }
  }
}
