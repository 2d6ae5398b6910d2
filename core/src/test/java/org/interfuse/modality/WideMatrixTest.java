package org.interfuse.modality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names by the million, chosen columns and groups. */
final class WideMatrixTest {
  @Test
  void packedNamesAreTheListOfThem() {
    List<String> names = List.of("rs1_A", "", "größe", "x y");
    PackedNames packed = PackedNames.of(names);
    assertThat(packed).isEqualTo(names).hasSameHashCodeAs(names);
    assertThat(names).isEqualTo(packed);
    assertThat(packed).isEqualTo(PackedNames.of(names));
    assertThat(packed.equals(PackedNames.of(List.of("rs1_A", "gr", "ößex", " y")))).isFalse();
    assertThat(PackedNames.ofBytes(packed.toBytes())).isEqualTo(packed);
    assertThat(packed.select(new int[] {2, 0})).containsExactly("größe", "rs1_A");
    assertThatThrownBy(() -> PackedNames.of(List.of("a\nb"))).hasMessageContaining("no line feed");
  }

  @Test
  void anIndexFindsEveryNameAndTellsWhichRepeat() {
    Random random = new Random(3);
    List<String> names =
        IntStream.range(0, 5000).mapToObj(i -> "n" + random.nextInt(4000)).toList();
    NameIndex index = NameIndex.of(names);
    PackedNames packed = PackedNames.of(names);
    for (int i = 0; i < names.size(); i++) {
      assertThat(index.find(names.get(i))).isEqualTo(names.indexOf(names.get(i)));
      assertThat(index.find(packed, i)).isEqualTo(names.indexOf(names.get(i)));
    }
    assertThat(index.find("n")).isEqualTo(-1);
    assertThat(index.repeated())
        .containsExactly(
            IntStream.range(0, names.size())
                .filter(i -> names.indexOf(names.get(i)) < i)
                .toArray());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void chosenColumnsAreThoseOfTheWhole(long seed) {
    Random random = new Random(seed);
    float[][] cells = new float[7][70_000];
    for (float[] row : cells) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextFloat();
      }
    }
    int[] ascending = random.ints(500, 0, 70_000).sorted().toArray();
    int[] most = IntStream.range(0, 70_000).filter(j -> random.nextInt(20) > 0).toArray();
    int[] shuffled = random.ints(400, 0, 70_000).toArray();
    for (int[] columns : List.of(ascending, most, shuffled)) {
      WideMatrix chosen = WideCells.matrix(cells).select(columns);
      int from = random.nextInt(columns.length);
      int to = from + 1 + random.nextInt(columns.length - from);
      float[][] read = WideCells.of(chosen, new int[] {3, 0, 3}, from, to);
      for (int j = from; j < to; j++) {
        assertThat(read[0][j - from]).isEqualTo(cells[3][columns[j]]);
        assertThat(read[1][j - from]).isEqualTo(cells[0][columns[j]]);
        assertThat(read[2][j - from]).isEqualTo(cells[3][columns[j]]);
      }
      int[] again = {0, columns.length - 1};
      assertThat(WideCells.of(chosen.select(again))[5])
          .containsExactly(cells[5][columns[0]], cells[5][columns[columns.length - 1]]);
    }
    assertThatThrownBy(() -> WideCells.matrix(cells).select(new int[] {70_000}))
        .hasMessageContaining("expected 0 ≤ column < 70,000");
  }

  @Test
  void contentIsTheCellsInOrder() {
    float[][] cells = {{1, 2}, {3, Float.NaN}};
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    WideCells.matrix(cells)
        .content(
            piece -> {
              byte[] bytes = new byte[piece.remaining()];
              piece.get(bytes);
              content.writeBytes(bytes);
            });
    float[] all = new float[4];
    ByteBuffer.wrap(content.toByteArray())
        .order(java.nio.ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(all);
    assertThat(all).containsExactly(1, 2, 3, Float.NaN);
  }

  @Test
  void groupsOfChosenColumnsAreNumberedAnew() {
    ColumnGroups groups =
        new ColumnGroups(
            List.of("a", "b", "c"), new int[] {0, 4, 1, 4, 2}, new int[] {0, 0, 1, 1, 2});
    ColumnGroups chosen = groups.select(new int[] {1, 4});
    assertThat(chosen.names()).containsExactly("a", "b");
    assertThat(chosen.columns()).containsExactly(1, 0, 1);
    assertThat(chosen.groups()).containsExactly(0, 1, 1);
    assertThat(groups.select(new int[0]).names()).isEmpty();
  }

  @Test
  void nobodyHasNoRowsAndAllColumns() {
    WideData nobody = WideData.nobody(List.of("x", "y", "z"));
    assertThat(nobody.rows()).isZero();
    assertThat(nobody.matrix().select(new int[] {2}).columns()).isEqualTo(1);
    assertThat(WideCells.of(nobody.matrix())).isEmpty();
    assertThat(Arrays.asList(nobody.columns().toArray())).containsExactly("x", "y", "z");
  }
}
