package org.interfuse.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.CohortModality;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Predictions as CSV or JSON lines, with what was present of each subject. */
public final class PredictionWriter {
  private static final JsonMapper ONE_LINE = JsonMapper.builder().build();

  private final PredictRun run;
  private final double[] times;

  /**
   * A writer.
   *
   * @param times at which survival probabilities are wanted in CSV; JSON lines hold whole curves
   */
  public PredictionWriter(PredictRun run, double[] times) {
    this.run = run;
    this.times = times;
  }

  /** One row a subject: id, predictions, a 0/1 column {@code has NAME} per modality, by prior. */
  public void csv(OutputStream stream) throws IOException {
    List<PredictionColumns> columns = PredictionColumns.of(run.targets(), times);
    CsvWriter csv =
        CsvWriter.builder().build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    List<String> header = new ArrayList<>(List.of("subject"));
    columns.forEach(column -> header.addAll(column.names()));
    run.cohort().modalities().forEach(modality -> header.add("has " + modality.name()));
    header.add("by prior");
    csv.writeRecord(header);
    for (int i = 0; i < run.cohort().size(); i++) {
      csv.writeRecord(row(columns, i));
    }
    csv.flush();
  }

  private List<String> row(List<PredictionColumns> columns, int subject) {
    List<String> cells = new ArrayList<>();
    cells.add(run.cohort().ids().get(subject));
    for (int t = 0; t < columns.size(); t++) {
      cells.addAll(columns.get(t).cells(run.predicted().predictions().get(t), subject));
    }
    for (CohortModality modality : run.cohort().modalities()) {
      cells.add(modality.has(subject) ? "1" : "0");
    }
    cells.add(run.predicted().byPrior()[subject] ? "1" : "0");
    return cells;
  }

  /** One object a line: subject, present, by_prior, predictions by target. */
  public void jsonLines(OutputStream stream) throws IOException {
    Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    for (int i = 0; i < run.cohort().size(); i++) {
      writer.write(ONE_LINE.writeValueAsString(line(i)));
      writer.write('\n');
    }
    writer.flush();
  }

  private ObjectNode line(int subject) {
    ObjectNode node = Json.object();
    node.put("subject", run.cohort().ids().get(subject));
    ArrayNode present = node.putArray("present");
    for (CohortModality modality : run.cohort().modalities()) {
      if (modality.has(subject)) {
        present.add(modality.name());
      }
    }
    node.put("by_prior", run.predicted().byPrior()[subject]);
    ObjectNode predictions = node.putObject("predictions");
    for (int t = 0; t < run.targets().size(); t++) {
      TargetSchema schema = run.targets().get(t);
      predictions.set(
          schema.name(), prediction(schema, run.predicted().predictions().get(t), subject));
    }
    return node;
  }

  private static ObjectNode prediction(TargetSchema schema, Prediction prediction, int subject) {
    ObjectNode node = Json.object();
    if (prediction instanceof Prediction.Classes classes) {
      double[] row = classes.probabilities()[subject];
      node.put("predicted", schema.classes().get(PredictionColumns.largest(row)));
      node.set("probabilities", probabilities(schema, row));
    } else if (prediction instanceof Prediction.Labels labels) {
      node.set("probabilities", probabilities(schema, labels.probabilities()[subject]));
    } else if (prediction instanceof Prediction.Values values) {
      Json.put(node, "predicted", values.values()[subject]);
    } else if (prediction instanceof Prediction.Survival survival) {
      Json.put(node, "risk", survival.risk()[subject]);
      Json.put(node, "median_survival", survival.median(subject));
      node.set("times", Json.array(survival.times()));
      node.set("survival", Json.array(survival.survival()[subject]));
    }
    return node;
  }

  private static ObjectNode probabilities(TargetSchema schema, double[] row) {
    ObjectNode node = Json.object();
    for (int k = 0; k < row.length; k++) {
      Json.put(node, schema.classes().get(k), row[k]);
    }
    return node;
  }
}
