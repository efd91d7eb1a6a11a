package woven;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** A class with all that reflection and debuggers look at. */
@Deprecated
public class Described<T extends Comparable<T>> {
  /** Kept until run time. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.PARAMETER, ElementType.TYPE_USE})
  public @interface Mark {
    String value();
  }

  private final List<T> all;

  Described(@Mark("all") List<T> all) {
    this.all = all;
  }

  @Deprecated
  protected <X extends Exception> @Mark("use") T largest(@Mark("limit") int limit, T least)
      throws X {
    T best = least;
    int turns = 0;
    for (T next : all) {
      @Mark("local")
      T candidate = next;
      if (candidate.compareTo(best) > 0) {
        best = candidate;
      }
      if (++turns > limit) {
        break;
      }
    }
    for (int i = 0; i < limit; i++) {
      int inner = i * 2;
      turns += inner;
    }
    return best;
  }
}
