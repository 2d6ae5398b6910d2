package org.interfuse.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.model.Combiner;
import org.interfuse.model.FusionModel;
import org.interfuse.model.LateCombiner;
import org.interfuse.model.PartLogits;
import org.interfuse.model.Prior;
import org.interfuse.model.StackedModel;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import tools.jackson.databind.node.ObjectNode;

/** What merges the parts of a late network, in a model file. */
final class CombinerCodec {
  private CombinerCodec() {}

  /**
   * Its tensors, and a tree that names them.
   *
   * @param within what the tensors' names begin with
   */
  static ObjectNode write(
      String within, LateCombiner combiner, List<TargetSchema> targets, List<NamedTensor> tensors) {
    ObjectNode node = Json.object();
    if (combiner instanceof LateCombiner.Weighted weighted) {
      node.put("type", Combiner.WEIGHTED.text());
      for (int t = 0; t < targets.size(); t++) {
        tensors.add(
            Figures.named(prefix(within, targets.get(t)) + "weights", weighted.weights().get(t)));
      }
    } else if (combiner instanceof LateCombiner.Stacking stacking) {
      node.put("type", Combiner.STACKING.text());
      ObjectNode heads = node.putObject("heads");
      for (int t = 0; t < targets.size(); t++) {
        TargetSchema target = targets.get(t);
        StackedModel model = stacking.models().get(t);
        PartLogits logits = model.logits();
        double[] figures = {logits.shift(), logits.scale(), logits.horizon()};
        tensors.add(Figures.named(prefix(within, target) + "logits", figures));
        heads.setAll(
            NetworkCodec.writeModel(
                prefix(within, target),
                model.model(),
                List.of(target),
                List.of(model.prior()),
                tensors));
      }
    } else {
      node.put("type", Combiner.MEAN.text());
    }
    return node;
  }

  static LateCombiner read(
      String within,
      MetadataTree tree,
      List<String> parts,
      List<TargetSchema> targets,
      SafetensorsReader reader)
      throws IOException {
    MetadataTree type = tree.at("type");
    Combiner combiner =
        Arrays.stream(Combiner.values())
            .filter(known -> known.text().equals(type.text()))
            .findFirst()
            .orElseThrow(() -> type.fault("it must be mean, weighted or stacking", type.text()));
    return switch (combiner) {
      case MEAN -> new LateCombiner.Mean();
      case WEIGHTED -> weighted(within, parts, targets, reader);
      case STACKING -> stacking(within, tree.at("heads"), parts, targets, reader);
    };
  }

  private static LateCombiner weighted(
      String within, List<String> parts, List<TargetSchema> targets, SafetensorsReader reader)
      throws IOException {
    List<double[]> weights = new ArrayList<>();
    for (TargetSchema target : targets) {
      weights.add(figures(reader, prefix(within, target) + "weights", parts.size()));
    }
    return new LateCombiner.Weighted(weights);
  }

  private static LateCombiner stacking(
      String within,
      MetadataTree heads,
      List<String> parts,
      List<TargetSchema> targets,
      SafetensorsReader reader)
      throws IOException {
    List<StackedModel> models = new ArrayList<>();
    try {
      for (TargetSchema target : targets) {
        models.add(stacked(within, heads, parts, target, reader));
      }
      return new LateCombiner.Stacking(models);
    } catch (IOException | RuntimeException | Error e) {
      models.forEach(model -> model.model().close());
      throw e;
    }
  }

  private static StackedModel stacked(
      String within,
      MetadataTree heads,
      List<String> parts,
      TargetSchema target,
      SafetensorsReader reader)
      throws IOException {
    double[] figures = figures(reader, prefix(within, target) + "logits", 3);
    FeatureShape shape = PartLogits.shape(target, parts);
    FusionModel model =
        StackedModel.build(target, shape, NetworkCodec.parameters(prefix(within, target), reader));
    try {
      List<Prior> priors =
          NetworkCodec.readModel(prefix(within, target), model, List.of(target), heads, reader);
      return new StackedModel(
          new PartLogits(figures[0], figures[1], figures[2]), shape, model, priors.get(0));
    } catch (IOException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private static double[] figures(SafetensorsReader reader, String name, int expected)
      throws IOException {
    double[] figures = Figures.read(reader, name);
    if (figures.length != expected) {
      throw new IllegalArgumentException(
          "tensor '%s': expected %d figures, but it has %d"
              .formatted(name, expected, figures.length));
    }
    return figures;
  }

  private static String prefix(String within, TargetSchema target) {
    return within + "combiner." + target.name() + ".";
  }
}
