package org.interfuse.encoder.wide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interfuse.encoder.MemoryNeed;
import org.interfuse.encoder.WideSize;
import org.junit.jupiter.api.Test;

/** What projections compute of all rows, against counts by hand. */
final class RowMemoryTest {
  private static MemoryNeed of(Projection projection, WideSize size) {
    return new WideEncoder.Spec()
        .with(projection, 8, Arithmetic.MIXED, WideOptimiser.ROW_WISE)
        .withComponents(20)
        .rowMemory(size);
  }

  @Test
  void innerProductsTheirEigenvectorsAndScores() {
    // two sums [n, n] of float64, more than four copies [m, m]; scores twice in float32
    assertThat(of(Projection.PCA, new WideSize(4000, 2000, 20_000)))
        .isEqualTo(
            new MemoryNeed(
                2L * 8 * 4000 * 4000 + 2 * 4 * 4000 * 20,
                8L * (4000 * 4000 + 2 * 2000 * 2000 + 2000 * 20) + 8 * 2000 * 20));
    // one tile, so one sum: the four copies [m, m] are more
    assertThat(of(Projection.PCA, new WideSize(1000, 800, 500)))
        .isEqualTo(
            new MemoryNeed(
                4L * 8 * 800 * 800 + 2 * 4 * 1000 * 20,
                8L * (1000 * 1000 + 2 * 800 * 800 + 800 * 20) + 8 * 800 * 20));
  }

  @Test
  void thinMatricesWhereRowsAreMany() {
    assertThat(of(Projection.PCA, new WideSize(5000, 4000, 20_000)))
        .isEqualTo(
            new MemoryNeed(
                16L * 4 * 5000 * 52 + 6 * 8 * 5000 * 52 + 2 * 4 * 5000 * 20,
                2L * 8 * 5000 * 52 + 8 * 4000 * 20));
  }

  @Test
  void sumsOfManyRowsAreFewAndSparseCoordinatesMore() {
    // two sums [n, 160] of 256 MB each in float64, and six thin matrices; of sparse columns 512 +
    // 32
    long n = 200_000;
    assertThat(PrincipalCoordinates.memory(new WideSize(n, n, 20_000), n))
        .isEqualTo(
            new MemoryNeed(2L * 4 * n * 160 + 6 * 8 * n * 160, 2L * 8 * n * 160 + 12L * n * 128));
    // more cells than are read at once: tiles
    assertThat(PrincipalCoordinates.memory(new WideSize(n, n, 20_000, 50_000_000), n))
        .isEqualTo(
            new MemoryNeed(2L * 4 * n * 544 + 6 * 8 * n * 544, 2L * 8 * n * 544 + 12L * n * 512));
  }

  @Test
  void cellsThatAreReadOneByOne() {
    for (Projection projection : List.of(Projection.PCA, Projection.RANDOM, Projection.SCREENED)) {
      long tiles = of(projection, new WideSize(2000, 1600, 20_000)).heapBytes();
      // eight numbers of four bytes each, of all rows
      assertThat(of(projection, new WideSize(2000, 1600, 20_000, 2_000_000)).heapBytes())
          .isEqualTo(tiles + 32L * 2_000_000);
      // more than one in 16
      assertThat(of(projection, new WideSize(2000, 1600, 20_000, 3_000_000)).heapBytes())
          .isEqualTo(tiles);
    }
    assertThat(of(Projection.DENSE, new WideSize(2000, 1600, 20_000, 2_000_000)))
        .isEqualTo(MemoryNeed.NONE);
  }

  @Test
  void figuresOfColumnsAndNothing() {
    assertThat(of(Projection.SCREENED, new WideSize(100, 80, 1_000_000)))
        .isEqualTo(new MemoryNeed(2L * 4 * 100 * 1000, 24L * 1_000_000 + 8 * 80 * 1000));
    assertThat(of(Projection.RANDOM, new WideSize(100, 80, 1_000_000)))
        .isEqualTo(new MemoryNeed(2L * 4 * 100 * 20, 8L * 80 * 20));
    assertThat(of(Projection.DENSE, new WideSize(100, 80, 1_000_000))).isEqualTo(MemoryNeed.NONE);
  }

  @Test
  void coordinatesOfBaselines() {
    // the inner products, those with training rows and the coordinates, on their way to a table
    assertThat(PrincipalCoordinates.memory(new WideSize(3000, 1500, 20_000), 1500))
        .isEqualTo(
            new MemoryNeed(
                Math.max(3L * 8 * 3000 * 3000, 8L * 3000 * (3000 + 1500 + 1500)),
                8L * (3000 * 3000 + 2 * 1500 * 1500 + 1500 * 1500) + 12L * 3000 * 1500));
    assertThat(PrincipalCoordinates.memory(new WideSize(5000, 4000, 20_000), 4000).heapBytes())
        .isEqualTo(2L * 8 * 5000 * (128 + 32) + 12L * 5000 * 128);
  }
}
