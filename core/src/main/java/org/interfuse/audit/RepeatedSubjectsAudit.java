package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.cohort.CohortModality;
import org.interfuse.cohort.Fold;
import org.interfuse.modality.FrameData;
import org.interfuse.modality.ImageData;
import org.interfuse.modality.TableData;
import org.interfuse.modality.TextData;
import org.interfuse.modality.WideData;

/**
 * The same subject on both sides of a fold: ids that differ only in case, spaces and punctuation
 * (or are samples of one TCGA patient), a group that straddles, rows of a tabular modality (of a
 * wide one, in some of its columns) that are equal or nearly so ({@link AlikeRows}), the same
 * image, the same frames. Pairs that no fold divides are no finding. A leak; nearly equal rows
 * alone are a warning. No target is looked at.
 */
@AutoService(Audit.class)
public record RepeatedSubjectsAudit() implements Audit {
  private static final Pattern TCGA_SAMPLE = Pattern.compile("tcga\\p{Alnum}{6}.+");
  private static final int TCGA_PATIENT = 10; // tcga, site and patient without punctuation
  private static final int EXAMPLES = 6;
  private static final int MOST_OF_ONE_IMAGE = 50; // pairs grow with the square of its subjects

  @Override
  public String name() {
    return "repeated-subjects";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    List<AuditFinding> findings = new ArrayList<>();
    byte[][] parts = input.parts();
    lookAtIds(input, parts, findings);
    lookAtGroups(input, findings);
    for (CohortModality modality : input.cohort().modalities()) {
      if (modality.data() instanceof TableData table) {
        lookAtRows(input, modality, table, parts, findings);
      } else if (modality.data() instanceof WideData wide) {
        lookAtRows(input, modality, WideSample.of(wide), parts, findings);
      } else if (modality.data() instanceof TextData text) {
        lookAtTexts(input, modality, text, parts, findings);
      } else if (modality.data() instanceof ImageData images && images.times() == null) {
        lookAtImages(input, modality, images, parts, findings);
      } else if (modality.data() instanceof ImageData images) {
        lookAtFrames(input, modality, AlikeFrames.pairs(images), parts, findings);
      } else if (modality.data() instanceof FrameData frames) {
        lookAtFrames(input, modality, AlikeFrames.pairs(frames), parts, findings);
      }
    }
    return findings;
  }

  private void lookAtIds(AuditInput input, byte[][] parts, List<AuditFinding> findings) {
    Map<String, List<Integer>> subjects = new HashMap<>();
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < input.cohort().size(); i++) {
      List<Integer> others =
          subjects.computeIfAbsent(folded(input.cohort().ids().get(i)), id -> new ArrayList<>());
      for (int other : others) {
        pairs.add(new int[] {other, i});
      }
      others.add(i);
    }
    report(
        input,
        parts,
        pairs,
        Severity.LEAK,
        "cohort.id",
        "ids that differ only in case, spaces, punctuation or sample",
        "give id: {column: …, keep: …} or group such subjects",
        findings);
  }

  /** An id without case, spaces and punctuation; of a TCGA sample the patient. */
  static String folded(String id) {
    String plain = id.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
    if (plain.isEmpty()) {
      return id;
    }
    return TCGA_SAMPLE.matcher(plain).matches() ? plain.substring(0, TCGA_PATIENT) : plain;
  }

  private void lookAtGroups(AuditInput input, List<AuditFinding> findings) {
    int[] groups = input.groups();
    if (groups == null) {
      return;
    }
    int folds = 0;
    Set<Integer> straddling = new LinkedHashSet<>();
    Set<Integer> tested = new LinkedHashSet<>();
    for (Fold fold : input.split().folds()) {
      Set<Integer> train = new HashSet<>();
      Arrays.stream(fold.train()).forEach(i -> train.add(groups[i]));
      int[] shared = Arrays.stream(fold.test()).filter(i -> train.contains(groups[i])).toArray();
      folds += shared.length > 0 ? 1 : 0;
      Arrays.stream(shared).forEach(tested::add);
      Arrays.stream(shared).forEach(i -> straddling.add(groups[i]));
    }
    if (folds > 0) {
      findings.add(
          new AuditFinding(
              name(),
              Severity.LEAK,
              "split.group",
              "groups are in training and test of the same fold",
              List.of(
                  new Evidence("groups", straddling.size()),
                  new Evidence("test subjects in them", tested.size()),
                  new Evidence("folds that divide one", folds)),
              "draw folds by group (split: {folds: …, group: …}), or mend the split that is given",
              examples(input, tested.stream().mapToInt(Integer::intValue).toArray())));
    }
  }

  private void lookAtRows(
      AuditInput input,
      CohortModality modality,
      TableData table,
      byte[][] parts,
      List<AuditFinding> findings) {
    if (table.rows() < 2 || table.width() == 0) {
      return;
    }
    int[] subjectOf = subjectOf(modality, table.rows());
    AlikeRows alike = new AlikeRows(table, input.seed().at("audit " + modality.name()));
    List<AlikeRows.Pair> equal = alike.equal();
    Set<AlikeRows.Pair> known = new LinkedHashSet<>(equal);
    List<AlikeRows.Pair> near =
        alike.nearlyEqual().stream().filter(pair -> !known.contains(pair)).toList();
    String where = "modalities." + modality.name();
    String advice = "find out whether they are one subject; join or group them";
    report(
        input,
        parts,
        subjects(equal, subjectOf),
        Severity.LEAK,
        where,
        "equal rows",
        advice,
        findings);
    report(
        input,
        parts,
        subjects(near, subjectOf),
        Severity.WARNING,
        where,
        "nearly equal rows",
        advice,
        findings);
  }

  private void lookAtTexts(
      AuditInput input,
      CohortModality modality,
      TextData text,
      byte[][] parts,
      List<AuditFinding> findings) {
    report(
        input,
        parts,
        subjects(AlikeTexts.pairs(text.texts()), subjectOf(modality, text.rows())),
        Severity.WARNING,
        "modalities." + modality.name(),
        "texts that differ only in case, spaces, punctuation and links",
        "find out whether they are one subject or one source; group them (split: {group: …})",
        findings);
  }

  /** Per row its subject, or -1. */
  private static int[] subjectOf(CohortModality modality, int rows) {
    int[] subjectOf = new int[rows];
    Arrays.fill(subjectOf, -1);
    for (int i = 0; i < modality.rowOf().length; i++) {
      if (modality.has(i)) {
        subjectOf[modality.rowOf()[i]] = i;
      }
    }
    return subjectOf;
  }

  /** The same picture, byte by byte, of several subjects; each with the first who has it. */
  private void lookAtImages(
      AuditInput input,
      CohortModality modality,
      ImageData images,
      byte[][] parts,
      List<AuditFinding> findings) {
    Map<Integer, List<Integer>> subjects = new HashMap<>();
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < modality.rowOf().length; i++) {
      int row = modality.rowOf()[i];
      for (int at = row < 0 ? 0 : images.starts()[row];
          row >= 0 && at < images.starts()[row + 1];
          at++) {
        List<Integer> others =
            subjects.computeIfAbsent(images.images()[at], image -> new ArrayList<>());
        for (int other : others.subList(0, Math.min(others.size(), MOST_OF_ONE_IMAGE))) {
          if (other != i) {
            pairs.add(new int[] {other, i});
          }
        }
        others.add(i);
      }
    }
    report(
        input,
        parts,
        pairs,
        Severity.LEAK,
        "modalities." + modality.name(),
        "subjects with the same image",
        "group subjects by image where the model must work on images it has not seen",
        findings);
  }

  private void lookAtFrames(
      AuditInput input,
      CohortModality modality,
      List<AlikeRows.Pair> pairs,
      byte[][] parts,
      List<AuditFinding> findings) {
    report(
        input,
        parts,
        subjects(pairs, subjectOf(modality, modality.data().rows())),
        Severity.LEAK,
        "modalities." + modality.name(),
        "subjects with the same frames",
        "find out whether they are one subject; join or group them",
        findings);
  }

  private static List<int[]> subjects(List<AlikeRows.Pair> pairs, int[] subjectOf) {
    return pairs.stream()
        .map(pair -> new int[] {subjectOf[pair.left()], subjectOf[pair.right()]})
        .filter(pair -> pair[0] >= 0 && pair[1] >= 0)
        .toList();
  }

  private void report(
      AuditInput input,
      byte[][] parts,
      List<int[]> pairs,
      Severity severity,
      String where,
      String what,
      String advice,
      List<AuditFinding> findings) {
    List<int[]> divided = pairs.stream().filter(pair -> divided(parts, pair)).toList();
    if (divided.isEmpty()) {
      return;
    }
    int[] subjects = divided.stream().flatMapToInt(Arrays::stream).distinct().toArray();
    findings.add(
        new AuditFinding(
            name(),
            severity,
            where,
            what + " stand on both sides of a fold",
            List.of(
                new Evidence("pairs", divided.size()), new Evidence("subjects", subjects.length)),
            advice,
            examples(input, subjects)));
  }

  /** Whether some fold has one of them in training and the other in test. */
  private static boolean divided(byte[][] parts, int[] pair) {
    for (byte[] part : parts) {
      if ((part[pair[0]] | part[pair[1]]) == 3) {
        return true;
      }
    }
    return false;
  }

  private static List<String> examples(AuditInput input, int[] subjects) {
    return Arrays.stream(subjects).limit(EXAMPLES).mapToObj(input.cohort().ids()::get).toList();
  }
}
