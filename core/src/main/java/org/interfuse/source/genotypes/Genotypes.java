package org.interfuse.source.genotypes;

import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Findings;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.PackedNames;
import org.interfuse.modality.WideData;
import org.interfuse.progress.Progress;
import org.interfuse.source.GenotypesSource;
import org.interfuse.source.Loaded;
import org.interfuse.source.SourceContext;
import org.interfuse.source.wide.ColumnGroupReader;
import org.interfuse.source.wide.SubjectIds;

/** Reads the three files of one PLINK 1 file set. */
public final class Genotypes {
  private final GenotypesSource spec;
  private final SourceContext context;
  private final String option;
  private final Findings errors = new Findings();

  /** A reader for one modality. */
  public Genotypes(GenotypesSource spec, SourceContext context) {
    this.spec = spec;
    this.context = context;
    this.option = "modalities." + context.modality();
  }

  /**
   * Reads them.
   *
   * @param bed as the study writes it, ending in {@code .bed}
   */
  public Loaded read(String bed) {
    String bim = sibling(bed, ".bim");
    Variants variants = Variants.read(context.folder().resolve(bim), bim);
    String fam = sibling(bed, ".fam");
    List<String> all =
        Subjects.ids(context.folder().resolve(fam), fam, "fid_iid".equals(spec.id().column()));
    List<String> ids = SubjectIds.of(all, spec.id(), fam);
    Path file = context.folder().resolve(bed);
    BedFile genotypes = BedFile.open(file, bed, variants.count(), ids.size());
    WideData data =
        context.known() == null
            ? chosen(variants, genotypes, bim, context.progress())
            : known(context.known().numeric(), variants, genotypes, bim, context.progress());
    return new Loaded(ids, data, spec.id().rows());
  }

  /** The file beside a .bed. */
  public static String sibling(String bed, String ending) {
    return bed.substring(0, bed.length() - ending.length()) + ending;
  }

  private WideData chosen(Variants variants, BedFile bed, String bim, Progress progress) {
    PackedNames names = variants.names();
    ChosenVariants chosen =
        new VariantChoice(variants, option, bim, errors)
            .choose(names, spec.chromosomes(), spec.columns(), spec.exclude());
    errors.throwIfAny();
    int[] places = chosen.places();
    PackedNames kept = places == null ? names : names.select(places);
    ColumnGroups groups = groups(variants, chosen, kept);
    errors.throwIfAny();
    return new WideData(WideData.Kind.GENOTYPES, kept, bed.bySubject(chosen, progress), groups);
  }

  private @org.jspecify.annotations.Nullable ColumnGroups groups(
      Variants variants, ChosenVariants chosen, PackedNames names) {
    if (spec.groups().window() > 0) {
      return Windows.of(variants, chosen, spec.groups().window());
    }
    int[] places = chosen.places();
    PackedNames ids = places == null ? variants.ids() : variants.ids().select(places);
    return ColumnGroupReader.read(
        spec.groups(), context.folder(), option, names, ids, errors, context.findings());
  }

  private WideData known(
      List<String> expected, Variants variants, BedFile bed, String bim, Progress progress) {
    Findings found = new Findings();
    ChosenVariants chosen = new VariantChoice(variants, option, bim, found).known(expected);
    found.warnings().forEach(context.findings()::warning);
    found.throwIfAny();
    return new WideData(WideData.Kind.GENOTYPES, expected, bed.bySubject(chosen, progress), null);
  }
}
