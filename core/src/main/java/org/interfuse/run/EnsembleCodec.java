package org.interfuse.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.model.Ensemble;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.safetensors.MetadataTree;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Several networks that predict together, in a model file of version 3. */
final class EnsembleCodec {
  private static final String PARTS = "parts";
  private static final String COMBINER = "combiner";

  private EnsembleCodec() {}

  /** Their tensors, and a tree that names them: a list with parts and combiner of each member. */
  static ArrayNode write(Ensemble ensemble, List<TargetSchema> targets, List<NamedTensor> tensors) {
    ArrayNode array = Json.array();
    for (Network member : ensemble.members()) {
      String within = within(array.size());
      ObjectNode node = array.addObject();
      node.set(PARTS, NetworkCodec.write(within, member, targets, tensors));
      node.set(COMBINER, CombinerCodec.write(within, member.combiner(), targets, tensors));
    }
    return array;
  }

  static Ensemble read(
      ModelSpec model,
      FittedCohort preprocessing,
      List<TargetSchema> targets,
      MetadataTree array,
      SafetensorsReader reader)
      throws IOException {
    List<MetadataTree> written = array.items();
    if (written.size() < 2) {
      throw array.fault("it must hold at least two members", String.valueOf(written.size()));
    }
    List<Network> members = new ArrayList<>();
    try {
      for (MetadataTree member : written) {
        members.add(
            NetworkCodec.read(
                within(members.size()),
                model,
                preprocessing,
                targets,
                member.at(PARTS),
                member.at(COMBINER),
                reader));
      }
      return new Ensemble(members);
    } catch (IOException | RuntimeException | Error e) {
      members.forEach(Network::close);
      throw e;
    }
  }

  private static String within(int member) {
    return "member.%d.".formatted(member + 1);
  }
}
