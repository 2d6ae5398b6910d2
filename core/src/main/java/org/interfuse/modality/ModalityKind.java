package org.interfuse.modality;

/** What a source gives, as far as it is known before anything is read. */
public enum ModalityKind {
  /** Columns that are held in memory. */
  TABLE("tables"),
  /** Columns that are read in tiles. */
  WIDE("wide columns"),
  /** Texts. */
  TEXTS("texts"),
  /** Images, one a subject or several. */
  IMAGES("images"),
  /** Images that follow each other in time. */
  IMAGE_FRAMES("frames that are images"),
  /** Vectors of numbers that follow each other in time. */
  FRAMES("frames of numbers");

  private final String text;

  ModalityKind(String text) {
    this.text = text;
  }

  /** For people, in the plural. */
  public String text() {
    return text;
  }
}
