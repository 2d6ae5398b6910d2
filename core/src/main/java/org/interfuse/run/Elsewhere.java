package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.ImportedPredictions;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.file.Sha256;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.source.WrittenTable;
import org.interfuse.target.Prediction;

/**
 * The predictions of a study's candidates that were made elsewhere.
 *
 * @param predictions as they were read
 * @param digests per candidate the SHA-256 of its files' bytes, one after another
 */
record Elsewhere(ImportedPredictions predictions, Map<String, String> digests) {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Reads every such file of the study.
   *
   * @throws FindingsException with everything that is wrong in any of them
   */
  static Elsewhere read(LoadedStudy loaded) {
    Map<String, List<List<Prediction>>> predictions = new LinkedHashMap<>();
    Map<String, String> digests = new LinkedHashMap<>();
    Findings findings = new Findings();
    for (CandidateSpec candidate : loaded.study().comparison().candidates()) {
      if (candidate instanceof PredictionsCandidate elsewhere) {
        try {
          String option = "comparison.candidates: " + elsewhere.name();
          WrittenTable table = WrittenTable.read(loaded.file().folder(), elsewhere.path(), option);
          predictions.put(elsewhere.name(), PredictionsTable.read(table, loaded, findings));
          digests.put(elsewhere.name(), digest(table.files()));
        } catch (FindingsException e) {
          e.findings().forEach(findings::error);
        }
      }
    }
    findings.throwIfAny();
    return new Elsewhere(new ImportedPredictions(predictions), digests);
  }

  private static String digest(List<Path> files) {
    MessageDigest digest = Sha256.start();
    for (Path file : files) {
      try (var stream = Files.newInputStream(file)) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      } catch (IOException e) {
        throw StorageException.unreadable(file, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
