package org.interfuse.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One sentence for people about an option of a study: unit, range, and what a special value does.
 * On a record of options, or a constant, it says what that is. It stands in the study reference, in
 * {@code interfuse list} and in the schema that editors read, so it names neither classes nor the
 * option's default (which is read from the record).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.FIELD})
public @interface Meaning {
  /** The sentence, without a full stop. */
  String value();
}
