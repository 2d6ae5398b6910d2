package org.interfuse.encoder.wide;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.finding.Findings;
import org.interfuse.modality.WideData;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.preprocessing.WidePreprocessing;
import org.interfuse.progress.Progress;
import org.interfuse.source.GenotypesSource;
import org.interfuse.source.GroupSpec;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.SourceContext;

/**
 * A .bed as a study reads and prepares it, all its subjects as training rows.
 *
 * @param ids of the subjects
 */
public record GenotypeFeatures(List<String> ids, WideFeatures features) {
  /**
   * Reads.
   *
   * @param name of the .bed without ending
   */
  public static GenotypeFeatures read(Path folder, String name) {
    GenotypesSource source =
        new GenotypesSource(name, new IdSpec(), List.of(), List.of(), List.of(), new GroupSpec());
    Loaded loaded =
        source.read(
            new SourceContext("genotypes", folder, null, null, new Findings(), Progress.SILENT));
    WideData data = (WideData) loaded.data();
    int[] all = IntStream.range(0, data.rows()).toArray();
    Prepared prepared = new WidePreprocessing().fit("genotypes", data, all).apply(data);
    return new GenotypeFeatures(loaded.ids(), (WideFeatures) prepared);
  }
}
