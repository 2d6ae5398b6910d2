package org.interfuse.encoder.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.StorageException;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.ModalityKind;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/**
 * An encoder that is taken over from a model file: {@code encoder: {from: FILE, weights: frozen}}.
 * Architecture, options and fitted preprocessing are those of the file. A model that was trained
 * with it holds all of that, and predicts without the file.
 *
 * @param from the file as the study names it, for people
 * @param modality its name in that file
 * @param origin the file
 * @param frozen whether its parameters stay as they are; otherwise training goes on from them
 * @param encoder its options, as the file's study has them
 * @param preparation what its modality was prepared with, as the file's study has it
 */
public record TransferredSpec(
    String from,
    String modality,
    Origin origin,
    boolean frozen,
    EncoderSpec encoder,
    PreprocessingSpec preparation)
    implements EncoderSpec {
  /** {@code weights} of an encoder that stays as it is. */
  public static final String FROZEN = "frozen";

  /** {@code weights} of an encoder that is trained on. */
  public static final String FINE_TUNED = "fine-tuned";

  @Override
  public String type() {
    return encoder.type();
  }

  /** As a study says it. */
  public String weights() {
    return frozen ? FROZEN : FINE_TUNED;
  }

  @Override
  public Encoder build(FeatureShape shape, Parameters parameters) {
    Parameters own = frozen ? parameters.frozen() : parameters;
    return new TransferredEncoder(this, encoder.build(shape, own), own);
  }

  @Override
  public boolean reads(FeatureShape shape) {
    return encoder.reads(shape);
  }

  @Override
  public boolean reads(ModalityKind kind) {
    return encoder.reads(kind);
  }

  @Override
  public TransferredPreprocessing preprocessing(Path folder) {
    return new TransferredPreprocessing(origin, modality, preparation);
  }

  @Override
  public long columnWeights(long columns, long memberships) {
    return encoder.columnWeights(columns, memberships);
  }

  @Override
  public long columnBytes(long columns, long memberships) {
    return encoder.columnBytes(columns, memberships);
  }

  @Override
  public long bestBytes(long columns, long memberships) {
    return encoder.bestBytes(columns, memberships);
  }

  @Override
  public MemoryNeed rowMemory(WideSize size) {
    return encoder.rowMemory(size);
  }

  /**
   * Looks whether the data at hand, and the parameters in the file, are what this encoder needs.
   *
   * @param where option path for messages
   * @param findings receives an error for whatever is not, a warning for columns that are not read
   */
  public void look(String where, ModalityData data, Findings findings) {
    TransferredPreprocessing own = preprocessing(Path.of(""));
    if (!own.accepts(data)) {
      findings.error(own.unread(where, data));
      return;
    }
    FittedPreprocessing fitted = own.restored(where);
    ColumnFit.look(where, from, fitted, data, findings);
    differences(where, fitted.shape()).forEach(findings::error);
  }

  private List<Finding> differences(String where, FeatureShape shape) {
    try (SafetensorsReader reader = origin.open();
        Parameters fresh = Parameters.ofShapes(new Seed(0))) {
      Parameters own = fresh.scope("encoder");
      encoder.build(shape, own).close();
      return StoredEncoder.of(reader, modality).differences(own, where);
    } catch (IllegalArgumentException e) {
      return List.of(
          Finding.of(
              where,
              "the encoder must read what its file prepares",
              String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw StorageException.unreadable(origin.file(), e);
    }
  }

  /** How many numbers are taken over. */
  public long numbers() {
    try (SafetensorsReader reader = origin.open()) {
      return StoredEncoder.of(reader, modality).numbers();
    } catch (IOException e) {
      throw StorageException.unreadable(origin.file(), e);
    }
  }
}
