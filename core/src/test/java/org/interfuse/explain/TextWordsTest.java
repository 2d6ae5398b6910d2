package org.interfuse.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWordsTest {
  @Test
  void wordsStandOnceInOrderWhateverTheirCase() {
    TextWords words =
        TextWords.of("Don\u2019t stop: DON\u2019T \ud83d\ude00 \u65e5\u672c, x_1!", 9);

    assertThat(words.words())
        .containsExactly("don\u2019t", "stop", "\ud83d\ude00", "\u65e5", "\u672c", "x_1");
  }

  @Test
  void aWordIsTakenOutWhereverItStands() {
    TextWords words = TextWords.of("No pain, no painkiller.\nNO!", 9);

    assertThat(words.without(0)).isEqualTo("  pain,   painkiller.\n !");
    assertThat(words.without(1)).isEqualTo("No  , no painkiller.\nNO!");
  }

  @Test
  void theFirstWordsCount() {
    TextWords words = TextWords.of("one two three one", 2);

    assertThat(words.words()).containsExactly("one", "two");
    assertThat(words.without(0)).isEqualTo("  two three  ");
  }
}
