package org.interfuse.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.BaselineCandidate;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.PredictionsCandidate;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.jspecify.annotations.Nullable;

/** Writes candidates: what they are, and where they differ from the study's own model. */
final class CandidateWriter {
  private final Study study;
  private final Map<String, @Nullable Object> own;

  CandidateWriter(Study study) {
    this.study = study;
    this.own = ResolvedStudy.network(study.model(), study.training());
  }

  List<@Nullable Object> candidates() {
    List<@Nullable Object> written = new ArrayList<>();
    for (CandidateSpec candidate : study.comparison().candidates()) {
      written.add(of(candidate));
    }
    return written;
  }

  private Map<String, @Nullable Object> of(CandidateSpec candidate) {
    if (candidate instanceof NetworkCandidate network) {
      return network(network);
    }
    return candidate instanceof PredictionsCandidate elsewhere
        ? predictions(elsewhere)
        : baseline((BaselineCandidate) candidate);
  }

  private static Map<String, @Nullable Object> predictions(PredictionsCandidate candidate) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", candidate.name());
    tree.put("predictions", candidate.path());
    if (candidate.isBaseline()) {
      tree.put("role", "baseline");
    }
    if (candidate.modality() != null) {
      tree.put("modality", candidate.modality());
    }
    return tree;
  }

  private static Map<String, @Nullable Object> baseline(BaselineCandidate candidate) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", candidate.name());
    tree.put("baseline", SpecWriter.plain(candidate.baseline()));
    return tree;
  }

  private Map<String, @Nullable Object> network(NetworkCandidate candidate) {
    ModelSpec model = candidate.model();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", candidate.name());
    Map<String, @Nullable Object> with =
        ResolvedStudy.differences(own, ResolvedStudy.network(model, candidate.training()));
    with.keySet().removeIf(path -> path.equals("model.strategy") || path.equals("model.modality"));
    if (model.strategy() == Strategy.INTERMEDIATE) {
      tree.put("fusion", SpecWriter.plain(model.fusion()));
      with.keySet()
          .removeIf(path -> path.equals("model.fusion") || path.startsWith("model.fusion."));
    } else {
      tree.put("strategy", model.strategy().text());
    }
    if (model.strategy() == Strategy.UNIMODAL) {
      tree.put("modality", model.modality());
    }
    if (!with.isEmpty()) {
      tree.put("with", with);
    }
    if (!candidate.varied().isEmpty()) {
      tree.put("varied", new LinkedHashMap<>(candidate.varied()));
    }
    return tree;
  }
}
