package org.interfuse.encoder.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;
import org.interfuse.tensor.safetensors.TensorTransfer;

/**
 * The tensors of one modality's encoder in a model file. Of several networks that predict together
 * it is the first one's.
 */
final class StoredEncoder {
  private static final int MOST_NAMED = 5;

  private final SafetensorsReader reader;
  private final String prefix;
  private final Map<String, TensorEntry> tensors;

  private StoredEncoder(SafetensorsReader reader, String prefix, Map<String, TensorEntry> tensors) {
    this.reader = reader;
    this.prefix = prefix;
    this.tensors = tensors;
  }

  /** Those of that modality; none where its encoder has no parameters. */
  static StoredEncoder of(SafetensorsReader reader, String modality) {
    StoredEncoder found = new StoredEncoder(reader, "", Map.of());
    for (String within : List.of("", "member.1.")) {
      for (String part : List.of("network", modality)) {
        String prefix = "%spart.%s.encoder.%s.".formatted(within, part, modality);
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        for (TensorEntry entry : reader.tensors()) {
          if (entry.name().startsWith(prefix)) {
            tensors.put(entry.name().substring(prefix.length()), entry);
          }
        }
        if (found.tensors.isEmpty() && !tensors.isEmpty()) {
          found = new StoredEncoder(reader, prefix, tensors);
        }
      }
    }
    return found;
  }

  /** How many numbers they hold. */
  long numbers() {
    return tensors.values().stream()
        .mapToLong(entry -> entry.shape().stream().reduce(1L, (a, b) -> a * b))
        .sum();
  }

  /** Overwrites an encoder's parameters. */
  void copyInto(Parameters own) throws IOException {
    for (Parameter parameter : own.all()) {
      TensorTransfer.readInto(parameter.value(), reader, prefix + own.nameWithin(parameter));
    }
  }

  /** Where an encoder's parameters are others than these; empty where each has its counterpart. */
  List<Finding> differences(Parameters own, String where) {
    List<String> found = new ArrayList<>();
    Map<String, TensorEntry> left = new LinkedHashMap<>(tensors);
    for (Parameter parameter : own.all()) {
      String name = own.nameWithin(parameter);
      TensorEntry entry = left.remove(name);
      long[] wanted = parameter.value().shape();
      if (entry == null) {
        found.add("no %s of shape %s".formatted(name, Arrays.toString(wanted)));
      } else if (!Arrays.equals(entry.dimensions(), wanted)) {
        found.add(
            "%s of shape %s instead of %s".formatted(name, entry.shape(), Arrays.toString(wanted)));
      }
    }
    left.forEach(
        (name, entry) -> found.add("%s, of which the encoder knows nothing".formatted(name)));
    if (found.isEmpty()) {
      return List.of();
    }
    String more =
        found.size() > MOST_NAMED ? " and %d more".formatted(found.size() - MOST_NAMED) : "";
    return List.of(
        Finding.of(
            where,
            "%s must hold the parameters of this encoder, by name and shape"
                .formatted(reader.file().getFileName()),
            String.join("; ", found.subList(0, Math.min(MOST_NAMED, found.size()))) + more));
  }
}
