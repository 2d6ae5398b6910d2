package org.interfuse.comparison;

import org.interfuse.model.ModelSpec;
import org.interfuse.training.TrainingSpec;

/** A network with its options. */
public record NetworkCandidate(String name, ModelSpec model, TrainingSpec training)
    implements CandidateSpec {}
