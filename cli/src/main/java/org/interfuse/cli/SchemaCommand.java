package org.interfuse.cli;

import java.util.concurrent.Callable;
import org.interfuse.run.Json;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.StudySchema;
import picocli.CommandLine.Command;

@Command(
    name = "schema",
    description = "Prints the JSON Schema of studies, for editors.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(Json.text(StudySchema.of(SpecCatalog.load())));
    return 0;
  }
}
