package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.option.Meaning;
import org.interfuse.source.genotypes.Genotypes;
import org.interfuse.source.text.TextFile;

/**
 * Genotypes in PLINK 1 binary files, two bits each and never expanded: a .bed, variant by variant,
 * with its .bim and .fam beside it. A column is the copies of the .bim's allele A1 (0, 1, 2 or
 * missing), called {@code ID_A1}, and {@code CHROM:POS:A1:A2_A1} where an id is {@code .} or
 * repeated. The phenotype of the .fam is not read.
 *
 * <p>When a model predicts, variants are taken by name; where a file counts the other allele, x is
 * read as 2 − x, with a warning that counts them.
 *
 * @param path the .bed, or what the three files' names begin with
 * @param id {@code iid} (the individual), {@code fid_iid} (family and individual) or {@code rows}
 * @param chromosomes as the .bim writes them; empty for all
 * @param columns names, ids and globs of variants; empty for all
 * @param exclude names, ids and globs that are left out again
 * @param groups windows along the chromosomes, or an annotation of variants
 */
@Meaning("PLINK 1 .bed, .bim and .fam: two bits a genotype, never expanded, any number of variants")
@AutoService(SourceSpec.class)
public record GenotypesSource(
    @Meaning(
            "the .bed, or what the names of the three files begin with; relative to the study file")
        String path,
    @Meaning("iid (the individual), fid_iid (family and individual) or rows (by position)")
        IdSpec id,
    @Meaning("chromosomes as the .bim writes them; empty for all") List<String> chromosomes,
    @Meaning("names (ID_A1), ids and globs of variants; empty for all") List<String> columns,
    @Meaning("names, ids and globs that are left out again") List<String> exclude,
    @Meaning("which gene, pathway or window each variant belongs to") GroupSpec groups)
    implements SourceSpec {
  private static final String BED = ".bed";

  /** Every variant, subjects by individual id. */
  public GenotypesSource() {
    this("", new IdSpec(), List.of(), List.of(), List.of(), new GroupSpec());
  }

  public GenotypesSource {
    chromosomes = List.copyOf(chromosomes);
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    String column = id.column();
    if (column != null && !column.equals("iid") && !column.equals("fid_iid")) {
      throw new IllegalArgumentException(
          "id: expected iid, fid_iid or rows, but it is '" + column + "'");
    }
  }

  @Override
  public String type() {
    return "genotypes";
  }

  @Override
  public boolean wide() {
    return true;
  }

  @Override
  public Loaded read(SourceContext context) {
    String option = "modalities." + context.modality() + ".path";
    if (path.isEmpty()) {
      throw new FindingsException(
          Finding.of(option, "genotypes must have a path: the .bed, or its name without", "none"));
    }
    boolean whole = path.endsWith(BED) && !Files.exists(context.folder().resolve(path + BED));
    String bed = whole ? path : path + BED;
    Findings findings = new Findings();
    for (String ending : List.of(BED, ".bim", ".fam")) {
      String file = Genotypes.sibling(bed, ending);
      try {
        TextFile.requireFile(context.folder().resolve(file), option, file);
      } catch (FindingsException e) {
        e.findings().forEach(findings::error);
      }
    }
    findings.throwIfAny();
    return new Genotypes(this, context).read(bed);
  }
}
