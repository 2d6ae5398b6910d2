package org.interfuse.encoder.transfer;

import java.io.IOException;
import java.util.List;
import org.interfuse.encoder.Encoded;
import org.interfuse.encoder.Encoder;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.UpdateStep;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/**
 * An encoder whose parameters come from a model file. A frozen one runs as it does in prediction:
 * nothing random happens in it, nothing is learnt, and the same row always gives the same bits.
 * Neither fits anything on training rows before training: what the file's encoder fitted is among
 * its parameters.
 */
final class TransferredEncoder implements Encoder {
  private final TransferredSpec spec;
  private final Encoder encoder;
  private final Parameters parameters;

  /**
   * An encoder that has what {@code encoder} was built with.
   *
   * @param parameters its own
   */
  TransferredEncoder(TransferredSpec spec, Encoder encoder, Parameters parameters) {
    this.spec = spec;
    this.encoder = encoder;
    this.parameters = parameters;
  }

  @Override
  public void takeOver() {
    try (SafetensorsReader reader = spec.origin().open()) {
      StoredEncoder stored = StoredEncoder.of(reader, spec.modality());
      List<Finding> differences =
          stored.differences(parameters, "encoder of '%s'".formatted(spec.modality()));
      if (!differences.isEmpty()) {
        throw new FindingsException(differences);
      }
      stored.copyInto(parameters);
    } catch (IOException e) {
      throw StorageException.unreadable(spec.origin().file(), e);
    }
  }

  @Override
  public int width() {
    return encoder.width();
  }

  @Override
  public Encoded forward(EncoderInput input, Pass pass) {
    boolean still = spec.frozen() && pass.isTraining();
    return encoder.forward(input, still ? Pass.inference() : pass);
  }

  @Override
  public boolean ownsUpdate() {
    return !spec.frozen() && encoder.ownsUpdate();
  }

  @Override
  public double squaredGradientNorm() {
    return spec.frozen() ? 0 : encoder.squaredGradientNorm();
  }

  @Override
  public void update(UpdateStep step) {
    encoder.update(step);
  }

  @Override
  public void settle() {
    encoder.settle();
  }

  @Override
  public void addState(NamedTensors tensors) {
    if (!spec.frozen()) {
      encoder.addState(tensors);
    }
  }

  @Override
  public long tiledBytes() {
    return encoder.tiledBytes();
  }

  @Override
  public long rowBytes() {
    return spec.frozen() ? 0 : encoder.rowBytes();
  }

  @Override
  public long tokenBytes(long longest) {
    return spec.frozen() ? 0 : encoder.tokenBytes(longest);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
