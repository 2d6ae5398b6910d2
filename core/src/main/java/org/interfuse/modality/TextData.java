package org.interfuse.modality;

/**
 * Texts: notes, reviews, questions. No text is blank; subjects without one lack the modality.
 *
 * @param texts one a row; where several columns were joined, {@link #SEPARATOR} stands between them
 * @param blank how many rows or files of the source were left out because nothing stood in them
 */
public record TextData(PackedTexts texts, int blank) implements ModalityData {
  /** Between the texts of two columns: the control character that separates records. */
  public static final char SEPARATOR = '\u001E';

  /** The texts of a modality that no subject has. */
  public static TextData nobody() {
    return new TextData(new PackedTexts.Builder().build(), 0);
  }

  @Override
  public int rows() {
    return texts.size();
  }

  @Override
  public String describe() {
    return "texts";
  }
}
