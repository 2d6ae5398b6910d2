package org.interfuse.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.interfuse.run.Json;
import org.interfuse.run.ListRun;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.SpecListing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "Shows what a study can name: each with its meaning, its options and defaults.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      description =
          "Only these: sources, preprocessing, encoders, strategies, fusions, heads, baselines or"
              + " metrics.")
  private @Nullable String kind;

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, and nothing else there.")
  private boolean json;

  @Override
  public Integer call() {
    SpecCatalog catalog = SpecCatalog.load();
    List<SpecListing> listings =
        kind == null ? SpecListing.of(catalog) : List.of(SpecListing.of(catalog, kind));
    if (json) {
      System.out.print(Json.text(ListRun.json(listings)));
    } else {
      listings.forEach(listing -> System.out.print(text(listing)));
    }
    return 0;
  }

  private static String text(SpecListing listing) {
    StringBuilder text = new StringBuilder("# " + listing.plural() + "\n\n");
    for (SpecListing.Entry entry : listing.entries()) {
      text.append(entry.name()).append(": ").append(entry.meaning()).append('\n');
      for (SpecListing.OptionEntry option : entry.options()) {
        text.append("    %s = %s".formatted(option.name(), option.standard()))
            .append("  (")
            .append(option.type())
            .append(")\n        ")
            .append(option.meaning())
            .append('\n');
      }
    }
    return text.append('\n').toString();
  }
}
