package org.interfuse.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.interfuse.comparison.FitLog;
import org.interfuse.comparison.Outcome;
import org.interfuse.finding.StorageException;
import org.interfuse.training.EpochRecord;
import org.interfuse.training.ModalityProbe;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code log.jsonl}: one JSON object a line for every epoch of a network and every fit, as they
 * end. The one file of a run folder that grows while the run goes: each line is written at once, so
 * that only the last one can be cut off. No subject's values. Thread-safe.
 */
final class RunLog implements FitLog {
  private final Path file;

  private RunLog(Path file) {
    this.file = file;
  }

  /** The log of a run that goes on; a last line that was cut off goes. */
  static RunLog append(Path file) {
    try {
      if (Files.exists(file)) {
        dropCutLine(file);
      }
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
    return new RunLog(file);
  }

  private static void dropCutLine(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      while (end > 0 && channel.read(last.clear(), end - 1) == 1 && last.get(0) != '\n') {
        end--;
      }
      channel.truncate(end);
    }
  }

  /** An empty log; what an earlier run left there goes. */
  static RunLog begin(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
    return new RunLog(file);
  }

  @Override
  public void epoch(Fit fit, String part, EpochRecord epoch) {
    ObjectNode line = line("epoch", fit);
    line.put("part", part);
    line.put("epoch", epoch.epoch());
    Json.put(line, "training_loss", epoch.trainingLoss());
    Json.put(line, "validation_loss", epoch.validationLoss());
    Json.put(line, "validation_metric", epoch.validationMetric());
    Json.put(line, "gradient_norm", epoch.gradientNorm());
    Json.put(line, "learning_rate", epoch.learningRate());
    if (!epoch.encoderGradientNorms().isEmpty()) {
      ObjectNode norms = line.putObject("encoder_gradient_norms");
      epoch.encoderGradientNorms().forEach((modality, norm) -> Json.put(norms, modality, norm));
    }
    append(line);
  }

  @Override
  public void probed(Fit fit, String part, ModalityProbe probe) {
    ObjectNode line = line("probe", fit);
    line.put("part", part);
    line.put("subjects", probe.subjects());
    line.put("metric", probe.metric());
    Json.put(line, "all", probe.all());
    ObjectNode alone = line.putObject("alone");
    probe.alone().forEach((modality, value) -> Json.put(alone, modality, value));
    append(line);
  }

  @Override
  public void fitted(Fit fit, Outcome outcome) {
    ObjectNode line = line("fit", fit);
    line.set("best_epochs", Json.MAPPER.valueToTree(outcome.bestEpochs()));
    line.set("choices", Json.MAPPER.valueToTree(outcome.choices()));
    line.put("parameters", outcome.parameters());
    line.put("seconds", outcome.seconds());
    Json.put(line, "latency_ms", outcome.latencyMillis());
    Json.put(line, "memory_mb", outcome.megabytes());
    append(line);
  }

  @Override
  public void failed(Fit fit, String message) {
    ObjectNode line = line("failure", fit);
    line.put("message", message);
    append(line);
  }

  private static ObjectNode line(String event, Fit fit) {
    ObjectNode line = Json.object();
    line.put("event", event);
    line.put("candidate", fit.candidate());
    line.put("repeat", fit.fold().repeat() + 1);
    line.put("fold", fit.fold().name());
    line.put("seed", fit.seed() + 1);
    return line;
  }

  private synchronized void append(ObjectNode line) {
    try {
      byte[] bytes = (line.toString() + "\n").getBytes(StandardCharsets.UTF_8);
      Files.write(file, bytes, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
  }
}
