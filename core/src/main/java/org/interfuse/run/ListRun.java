package org.interfuse.run;

import java.util.List;
import org.interfuse.study.SpecListing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The verb {@code list}: what a study can name, as a tree. */
public final class ListRun {
  private ListRun() {}

  /** One key a kind, each a list of names with their meaning and options. */
  public static JsonNode json(List<SpecListing> listings) {
    ObjectNode root = Json.object();
    for (SpecListing listing : listings) {
      ArrayNode entries = root.putArray(listing.plural());
      for (SpecListing.Entry entry : listing.entries()) {
        ObjectNode node = entries.addObject();
        node.put("name", entry.name());
        node.put("meaning", entry.meaning());
        node.set("options", Json.MAPPER.valueToTree(entry.options()));
      }
    }
    return root;
  }
}
