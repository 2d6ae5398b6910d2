package org.interfuse.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.interfuse.finding.FindingsException;

/** Run in a child JVM: loads libtorch and computes with 400 MB of tensors, in one scope. */
final class TorchStart {
  private TorchStart() {}

  public static void main(String[] arguments) {
    try (PointerScope scope = new PointerScope()) {
      Torch.load();
      Tensor sum = torch.zeros(1);
      for (int i = 0; i < 4; i++) {
        Tensor large = torch.ones(25_000_000);
        sum = sum.add(large.sum());
      }
      System.out.println("sum " + sum.item_double());
      System.out.println("limit " + org.bytedeco.javacpp.Pointer.maxPhysicalBytes());
    } catch (FindingsException e) {
      System.out.println("finding " + e.getMessage());
    }
  }
}
