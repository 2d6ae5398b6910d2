package org.interfuse.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.FusionModel;
import org.interfuse.model.LateCombiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.model.NetworkInput;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.PartPlan;
import org.interfuse.model.Prior;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.safetensors.ElementType;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;
import org.interfuse.tensor.safetensors.TensorTransfer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a network in a model file. */
final class NetworkCodec {
  /** What parameters are made of; fixed ones may be numbers of places. */
  private static final List<ElementType> PARAMETERS =
      List.of(ElementType.F32, ElementType.BF16, ElementType.I64);

  private NetworkCodec() {}

  /**
   * The parts' tensors, and a tree that names them.
   *
   * @param within what the tensors' names begin with
   */
  static ArrayNode write(
      String within, Network network, List<TargetSchema> targets, List<NamedTensor> tensors) {
    ArrayNode array = Json.array();
    for (NetworkPart part : network.parts()) {
      ObjectNode node = array.addObject();
      node.put("name", part.name());
      if (part.input() instanceof NetworkInput.Merged merged) {
        node.set("indicated", Json.MAPPER.valueToTree(merged.merge().indicated()));
      }
      String prefix = prefix(within, part.name());
      node.set("heads", writeModel(prefix, part.model(), targets, part.priors(), tensors));
    }
    return array;
  }

  /**
   * Its parameters, the figures of its heads and the priors as tensors, and a tree that names them.
   */
  static ObjectNode writeModel(
      String prefix,
      FusionModel model,
      List<TargetSchema> targets,
      List<Prior> priors,
      List<NamedTensor> tensors) {
    for (Parameter parameter : model.parameters().all()) {
      tensors.add(TensorTransfer.named(prefix + parameter.name(), parameter.value()));
    }
    ObjectNode heads = Json.object();
    for (int t = 0; t < targets.size(); t++) {
      String target = targets.get(t).name();
      Map<String, double[]> state = new java.util.TreeMap<>(model.heads().get(t).state());
      heads.set(target, Json.MAPPER.valueToTree(List.copyOf(state.keySet())));
      state.forEach(
          (key, values) ->
              tensors.add(Figures.named(prefix + "state." + target + "." + key, values)));
      PriorCodec.write(priors.get(t), prefix + prior(targets.get(t)), tensors);
    }
    return heads;
  }

  /**
   * Fills a freshly built model from the file.
   *
   * @param heads what {@link #writeModel} returned
   * @return the priors
   */
  static List<Prior> readModel(
      String prefix,
      FusionModel model,
      List<TargetSchema> targets,
      MetadataTree heads,
      SafetensorsReader reader)
      throws IOException {
    for (Parameter parameter : model.parameters().all()) {
      TensorTransfer.readInto(parameter.value(), reader, prefix + parameter.name());
    }
    List<Prior> priors = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      TargetSchema target = targets.get(t);
      Map<String, double[]> state = new LinkedHashMap<>();
      for (String key : heads.at(target.name()).texts()) {
        state.put(key, Figures.read(reader, prefix + "state." + target.name() + "." + key));
      }
      model.heads().get(t).restore(state);
      priors.add(PriorCodec.read(target, prefix + prior(target), reader));
    }
    return priors;
  }

  /**
   * Reads a network.
   *
   * @param within what the tensors' names begin with
   * @param combiner null where the file's version had none
   */
  static Network read(
      String within,
      ModelSpec model,
      FittedCohort preprocessing,
      List<TargetSchema> targets,
      MetadataTree array,
      @Nullable MetadataTree combiner,
      SafetensorsReader reader)
      throws IOException {
    List<MetadataTree> written = array.items();
    List<PartPlan> plans =
        PartPlan.of(model, () -> merge(preprocessing, first(array, written).at("indicated")));
    List<String> names = plans.stream().map(PartPlan::name).toList();
    List<String> found = written.stream().map(part -> part.at("name").text()).toList();
    if (!found.equals(names)) {
      throw array.fault("its parts must be those of the study's model, " + names, "" + found);
    }
    List<NetworkPart> parts = new ArrayList<>();
    try {
      for (PartPlan plan : plans) {
        MetadataTree part = written.get(parts.size());
        parts.add(read(within, plan, model, preprocessing, targets, part, reader));
      }
      LateCombiner merging =
          combiner == null
              ? new LateCombiner.Mean()
              : CombinerCodec.read(within, combiner, names, targets, reader);
      return new Network(parts, merging);
    } catch (IOException | RuntimeException | Error e) {
      parts.forEach(part -> part.model().close());
      throw e;
    }
  }

  private static MetadataTree first(MetadataTree array, List<MetadataTree> parts) {
    if (parts.isEmpty()) {
      throw array.fault("it must hold at least one part", "none");
    }
    return parts.get(0);
  }

  private static EarlyMerge merge(FittedCohort preprocessing, MetadataTree indicated) {
    for (String modality : indicated.texts()) {
      if (!preprocessing.modalities().contains(modality)) {
        throw indicated.fault("it must name modalities of the study", "'" + modality + "'");
      }
    }
    return new EarlyMerge(
        preprocessing.modalities(),
        preprocessing.preprocessing().stream().map(FittedPreprocessing::shape).toList(),
        indicated.texts());
  }

  private static NetworkPart read(
      String within,
      PartPlan plan,
      ModelSpec spec,
      FittedCohort preprocessing,
      List<TargetSchema> targets,
      MetadataTree written,
      SafetensorsReader reader)
      throws IOException {
    String prefix = prefix(within, plan.name());
    FusionModel model =
        FusionModel.build(
            plan.design(spec), shapes(plan, preprocessing), targets, parameters(prefix, reader));
    try {
      List<Prior> priors = readModel(prefix, model, targets, written.at("heads"), reader);
      return new NetworkPart(plan.name(), model, plan.input(), priors);
    } catch (IOException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** Parameters that take no memory before the file is seen to hold each of them in its shape. */
  static Parameters parameters(String prefix, SafetensorsReader reader) {
    return new Parameters(
        new Seed(0),
        (name, shape) -> {
          TensorEntry entry = reader.tensor(prefix + name);
          if (!PARAMETERS.contains(entry.type()) || !Arrays.equals(entry.dimensions(), shape)) {
            throw new FindingsException(
                Finding.of(
                    reader.file() + ", tensor '" + entry.name() + "'",
                    "it must be one of %s of shape %s"
                        .formatted(PARAMETERS, Arrays.toString(shape)),
                    entry.type() + " of shape " + entry.shape()));
          }
        });
  }

  private static List<FeatureShape> shapes(PartPlan plan, FittedCohort preprocessing) {
    if (plan.input() instanceof NetworkInput.Merged merged) {
      return List.of(merged.merge().shape());
    }
    return ((NetworkInput.Separate) plan.input())
        .modalities().stream()
            .map(name -> preprocessing.modalities().indexOf(name))
            .map(m -> preprocessing.preprocessing().get(m).shape())
            .toList();
  }

  private static String prior(TargetSchema target) {
    return "prior." + target.name() + ".";
  }

  private static String prefix(String within, String part) {
    return within + "part." + part + ".";
  }
}
