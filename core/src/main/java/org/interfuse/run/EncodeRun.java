package org.interfuse.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.finding.Findings;
import org.interfuse.model.Encodings;
import org.interfuse.model.NetworkPart;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;

/**
 * The verb {@code encode}: what the model computes of each subject before its heads.
 *
 * @param cohort the subjects and what each of them has
 * @param parts one; of a late network one a modality, and nothing is fused
 */
public record EncodeRun(Cohort cohort, List<Encodings> parts) {
  public EncodeRun {
    parts = List.copyOf(parts);
  }

  /** Encodes every subject found. */
  public static EncodeRun run(
      TrainedModel model, NewData data, Findings findings, Progress progress) {
    Cohort cohort = data.read(model, false, findings, progress);
    PreparedCohort prepared = model.preprocessing().apply(cohort);
    int[] all = IntStream.range(0, cohort.size()).toArray();
    List<Encodings> parts = new ArrayList<>();
    for (NetworkPart part : model.network().parts()) {
      parts.add(Encodings.of(part, prepared, all));
    }
    return new EncodeRun(cohort, parts);
  }

  /** Whether there is a fused vector. */
  public boolean fuses() {
    return parts.size() == 1;
  }

  /**
   * Writes {@code subjects.csv}, {@code representation-NAME} of every modality and {@code fused}.
   *
   * @param folder created where it is missing; files of these names are replaced
   * @param npy whether numbers go into {@code .npy} files
   * @return names of the files, in order
   */
  public List<String> write(Path folder, boolean npy) {
    MatrixFile.Format format = npy ? MatrixFile.Format.NPY : MatrixFile.Format.CSV;
    MatrixFile files = new MatrixFile(folder, format);
    MatrixFile.Labels subjects = SubjectLabels.of(cohort);
    List<String> names = new ArrayList<>(List.of("subjects.csv"));
    files.table("subjects", subjects);
    for (Encodings part : parts) {
      for (int m = 0; m < part.modalities().size(); m++) {
        String name = "representation-" + part.modalities().get(m);
        matrix(files, name, subjects, part.representations().get(m));
        names.add(name + "." + format.ending());
      }
    }
    if (fuses()) {
      matrix(files, "fused", subjects, parts.get(0).fused());
      names.add("fused." + format.ending());
    }
    return names;
  }

  private static void matrix(
      MatrixFile files, String name, MatrixFile.Labels subjects, float[][] rows) {
    int width = 0;
    for (float[] row : rows) {
      width = row == null ? width : row.length;
    }
    List<String> columns = IntStream.rangeClosed(1, width).mapToObj(Integer::toString).toList();
    files.matrix(name, subjects, columns, rows);
  }
}
