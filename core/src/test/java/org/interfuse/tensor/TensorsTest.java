package org.interfuse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorsTest {
  private PointerScope scope;

  @BeforeEach
  void open() {
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void arraysSurviveTheWayThereAndBack() {
    double[] values = {1.5, -2, Double.NaN, Double.POSITIVE_INFINITY, 0, 1e300};
    assertThat(Tensors.toDoubles(Tensors.ofDoubles(values))).isEqualTo(values);
    assertThat(Tensors.toRows(Tensors.ofDoubles(values, 3, 2)))
        .isEqualTo(new double[][] {{1.5, -2}, {Double.NaN, values[3]}, {0, 1e300}});
    assertThat(Tensors.toDoubles(Tensors.ofFloats(new float[] {0.5f, 3}, 1, 2)))
        .containsExactly(0.5, 3);
    assertThat(Tensors.toDoubles(Tensors.ofInts(new int[] {7, -1}))).containsExactly(7, -1);
    assertThat(Tensors.toDoubles(Tensors.ofBooleans(new boolean[] {true, false, true})))
        .containsExactly(1, 0, 1);
    assertThat(Tensors.toRows(Tensors.ofRows(new double[][] {{1, 2}, {3, 4}})))
        .isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
  }

  @Test
  void elementTypesAreThoseAsked() {
    assertThat(Tensors.ofFloats(new float[1]).scalar_type().intern()).isEqualTo(ScalarType.Float);
    assertThat(Tensors.ofDoubles(new double[1]).scalar_type().intern())
        .isEqualTo(ScalarType.Double);
    assertThat(Tensors.ofLongs(new long[1]).scalar_type().intern()).isEqualTo(ScalarType.Long);
    assertThat(Tensors.ofBooleans(new boolean[1]).scalar_type().intern())
        .isEqualTo(ScalarType.Bool);
  }

  @Test
  void viewsAndNarrowTypesAreReadInRowMajorOrder() {
    Tensor turned = Tensors.ofDoubles(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).t();
    assertThat(Tensors.toRows(turned)).isDeepEqualTo(new double[][] {{1, 4}, {2, 5}, {3, 6}});
    Tensor narrow = turned.to(ScalarType.BFloat16).requires_grad_(true);
    assertThat(Tensors.toDoubles(narrow)).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void readingLeavesTheTensorAlive() {
    Tensor tensor = Tensors.ofDoubles(new double[] {1, 2});
    for (int i = 0; i < 3; i++) {
      assertThat(Tensors.toDoubles(tensor)).containsExactly(1, 2);
    }
  }

  @Test
  void scopesComeAndGo() {
    for (int i = 0; i < 3; i++) {
      try (PointerScope inner = new PointerScope()) {
        assertThat(Tensors.toDoubles(Tensors.empty(ScalarType.Int, 3))).hasSize(3);
        assertThat(Tensors.toDoubles(Tensors.ofDoubles(new double[] {i}))).containsExactly(i);
      }
    }
  }

  @Test
  void emptyArraysAreFine() {
    assertThat(Tensors.toDoubles(Tensors.ofDoubles(new double[0]))).isEmpty();
    assertThat(Tensors.toRows(Tensors.ofFloats(new float[0], 0, 4))).isEmpty();
    assertThat(Tensors.toRows(Tensors.ofRows(new double[0][]))).isEmpty();
  }

  @Test
  void shapesMustFit() {
    assertThatThrownBy(() -> Tensors.ofDoubles(new double[5], 2, 3))
        .hasMessage("shape [2, 3] needs 6 values, got 5");
    assertThatThrownBy(() -> Tensors.ofRows(new double[][] {{1}, {1, 2}}))
        .hasMessage("row 1 has 2 values; row 0 has 1");
    assertThatThrownBy(() -> Tensors.toRows(Tensors.ofDoubles(new double[2])))
        .hasMessage("a tensor of rows has 2 dimensions; this one has 1");
  }
}
