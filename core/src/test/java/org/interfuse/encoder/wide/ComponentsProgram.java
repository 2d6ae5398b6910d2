package org.interfuse.encoder.wide;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.interfuse.finding.Findings;
import org.interfuse.modality.WideData;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.preprocessing.WidePreprocessing;
import org.interfuse.progress.Progress;
import org.interfuse.source.GenotypesSource;
import org.interfuse.source.GroupSpec;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.SourceContext;
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
    GenotypesSource source =
        new GenotypesSource(
            arguments[1], new IdSpec(), List.of(), List.of(), List.of(), new GroupSpec());
    Loaded loaded =
        source.read(
            new SourceContext(
                "genotypes", Path.of(arguments[0]), null, null, new Findings(), Progress.SILENT));
    WideData data = (WideData) loaded.data();
    int[] all = IntStream.range(0, data.rows()).toArray();
    Prepared prepared = new WidePreprocessing().fit("genotypes", data, all).apply(data);
    int k = Integer.parseInt(arguments[2]);
    Features table = PrincipalCoordinates.fit((WideFeatures) prepared, all, k).table(prepared);
    try (PrintWriter out = new PrintWriter(arguments[4])) {
      for (int i = 0; i < table.rows(); i++) {
        out.print(loaded.ids().get(i));
        for (int c = 0; c < k; c++) {
          out.print(String.format(Locale.ROOT, "\t%.6g", table.numeric()[i * k + c]));
        }
        out.println();
      }
    }
  }
}
