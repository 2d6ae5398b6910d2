package org.interfuse.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.finding.Findings;
import org.interfuse.model.Encodings;
import org.interfuse.model.Network;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;

/**
 * The verb {@code encode}: what the model computes of each subject before its heads.
 *
 * @param cohort the subjects and what each of them has
 * @param members of each network one part; of a late network one a modality, and nothing is fused.
 *     The vectors of different members have nothing in common and are not averaged
 */
public record EncodeRun(Cohort cohort, List<List<Encodings>> members) {
  public EncodeRun {
    members = members.stream().map(List::copyOf).toList();
  }

  /** Encodes every subject found. */
  public static EncodeRun run(
      TrainedModel model, NewData data, Findings findings, Progress progress) {
    Cohort cohort = data.read(model, false, findings, progress);
    PreparedCohort prepared = model.preprocessing().apply(cohort);
    int[] all = IntStream.range(0, cohort.size()).toArray();
    List<List<Encodings>> members = new ArrayList<>();
    for (Network member : model.network().members()) {
      members.add(member.parts().stream().map(part -> Encodings.of(part, prepared, all)).toList());
    }
    return new EncodeRun(cohort, members);
  }

  /** Whether there is a fused vector. */
  public boolean fuses() {
    return members.get(0).size() == 1;
  }

  /**
   * Writes {@code subjects.csv}, {@code representation-NAME} of every modality and {@code fused};
   * of several members, each into a folder {@code member-K} of its own.
   *
   * @param folder created where it is missing; files of these names are replaced
   * @param npy whether numbers go into {@code .npy} files
   * @return names of the files, in order
   */
  public List<String> write(Path folder, boolean npy) {
    MatrixFile.Format format = npy ? MatrixFile.Format.NPY : MatrixFile.Format.CSV;
    MatrixFile.Labels subjects = SubjectLabels.of(cohort);
    List<String> names = new ArrayList<>(List.of("subjects.csv"));
    new MatrixFile(folder, format).table("subjects", subjects);
    for (int k = 0; k < members.size(); k++) {
      String own = members.size() == 1 ? "" : "member-%d".formatted(k + 1);
      MatrixFile files = new MatrixFile(folder.resolve(own), format);
      for (String name : write(members.get(k), subjects, files)) {
        names.add((own.isEmpty() ? "" : own + "/") + name);
      }
    }
    return names;
  }

  private List<String> write(List<Encodings> parts, MatrixFile.Labels subjects, MatrixFile files) {
    String ending = "." + files.format().ending();
    List<String> names = new ArrayList<>();
    for (Encodings part : parts) {
      for (int m = 0; m < part.modalities().size(); m++) {
        String name = "representation-" + part.modalities().get(m);
        matrix(files, name, subjects, part.representations().get(m));
        names.add(name + ending);
      }
    }
    if (fuses()) {
      matrix(files, "fused", subjects, parts.get(0).fused());
      names.add("fused" + ending);
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
