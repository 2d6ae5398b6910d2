package org.interfuse.study;

import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.source.SourceSpec;

/**
 * One modality of a study: where it is read from and how it is prepared. How it is encoded stands
 * in the model.
 *
 * @param name letters, digits, {@code _} and {@code -}
 * @param source where it is read from
 * @param preprocessing what is fitted on training rows
 */
public record StudyModality(String name, SourceSpec source, PreprocessingSpec preprocessing) {}
