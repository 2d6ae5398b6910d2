package org.interfuse.encoder.wide;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.tensor.FusedUpdate;
import org.interfuse.tensor.NamedTensors;

/** AdamW (Loshchilov and Hutter 2019) with both moments of each weight, tile by tile. */
final class AdamUpdate implements WeightUpdate {
  private final Tensor first; // [p, width]
  private final Tensor second; // [p, width]
  private final FusedUpdate kernel = new FusedUpdate();

  AdamUpdate(ScalarType type, long columns, long width) {
    this.first = OwnedTensors.zeros(type, columns, width);
    this.second = OwnedTensors.zeros(type, columns, width);
  }

  @Override
  public void begin(Common common) {
    kernel.begin(common.number(), 1);
  }

  @Override
  public void apply(Tensor weights, int from, Tensor x, Common common, TileMemory memory) {
    kernel.apply(
        1,
        FusedUpdate.list(weights),
        FusedUpdate.list(Products.gradient(x, common, memory)),
        FusedUpdate.list(first.narrow(0, from, x.size(1))),
        FusedUpdate.list(second.narrow(0, from, x.size(1))),
        common.rate(),
        common.kept() == 1 ? 0 : (1 - common.kept()) / common.rate(),
        false);
  }

  @Override
  public void apply(Tensor weights, Tensor columns, Tensor counts, Tensor gradient, Common common) {
    Tensor m = first.index_select(0, columns).lerp_(gradient, new Scalar(1 - BETA_ONE));
    Tensor v = second.index_select(0, columns).mul_(new Scalar(BETA_TWO));
    v.addcmul_(gradient, gradient, new Scalar(1 - BETA_TWO));
    first.index_copy_(0, columns, m);
    second.index_copy_(0, columns, v);
    Tensor root = v.div_(Counts.correction(BETA_TWO, counts).unsqueeze(1)).sqrt_();
    m.div_(Counts.correction(BETA_ONE, counts).unsqueeze(1));
    weights
        .mul_(new Scalar(common.kept()))
        .addcdiv_(m, root.add_(new Scalar(EPSILON)), new Scalar(-common.rate()));
  }

  @Override
  public void addState(NamedTensors tensors) {
    tensors.add("first", first);
    tensors.add("second", second);
  }

  @Override
  public void close() {
    first.releaseReference();
    second.releaseReference();
    kernel.close();
  }
}
