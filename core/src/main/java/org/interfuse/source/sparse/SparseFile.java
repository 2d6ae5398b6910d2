package org.interfuse.source.sparse;

import java.util.List;
import org.interfuse.modality.PackedNames;

/**
 * What a file of a sparse modality holds.
 *
 * @param ids of the subjects as they stand in the file, in the order of the matrix's rows
 * @param names of the columns, which may repeat
 * @param matrix subjects × columns
 */
public record SparseFile(List<String> ids, PackedNames names, CompressedRows matrix) {}
