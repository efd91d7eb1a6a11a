package dev.rota.wire;

import dev.rota.NotShippableException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On its way out of a {@link ValueWriter}: a value cannot travel. Each container and record that it
 * passes adds the step that led inside, so that no path is kept while all goes well.
 */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A longer path, as a cycle has it, is cut in the middle. */
  private static final int SHOWN_STEPS = 12;

  private final @Nullable String className;
  private final transient List<String> steps = new ArrayList<>(); // innermost first
  private final String reason;

  /** Refuses a value of the named class; null: whatever class the whole message has. */
  Refusal(@Nullable String className, String reason, @Nullable Throwable cause) {
    super(reason, cause, false, false);
    this.className = className;
    this.reason = reason;
  }

  Refusal(Class<?> type, String reason) {
    this(type.getName(), reason, null);
  }

  /** What {@code asked} threw while its content was read, or the refusal that came out of it. */
  static Refusal of(Throwable thrown, Object asked) {
    if (thrown instanceof Refusal refusal) {
      return refusal;
    }
    Failures.rethrowIfOfTheJvm(thrown);
    return new Refusal(
        asked.getClass().getName(),
        "cannot be read: it threw " + Failures.describe(thrown),
        thrown);
  }

  /** As {@link #of}; a refusal that came out is one step further in. */
  static Refusal of(Throwable thrown, Object asked, String step) {
    Refusal refusal = of(thrown, asked);
    return refusal == thrown ? refusal.inside(step) : refusal;
  }

  Refusal inside(String step) {
    steps.add(step);
    return this;
  }

  /** The same for users; {@code root} is the outermost value, null if it was none. */
  NotShippableException seenFrom(@Nullable Object root) {
    NotShippableException refused;
    if (root == null) {
      refused = new NotShippableException("the message", "", reason);
    } else if (className == null) {
      refused = new NotShippableException(root.getClass().getName(), "", reason);
    } else {
      refused = new NotShippableException(className, path(root.getClass()), reason);
    }
    if (getCause() != null) {
      refused.initCause(getCause());
    }
    return refused;
  }

  private String path(Class<?> root) {
    StringBuilder path = new StringBuilder();
    int last = steps.size() - 1;
    if (last >= 0 && steps.get(last).startsWith(".")) {
      path.append(root.getSimpleName());
    }
    for (int i = last; i >= 0; i--) {
      if (last >= SHOWN_STEPS && i == last - SHOWN_STEPS / 2) {
        path.append("...");
        i = SHOWN_STEPS / 2 - 1;
      }
      String step = steps.get(i);
      boolean joins = step.startsWith(".") || step.startsWith("[");
      path.append(joins || path.isEmpty() ? "" : ", ").append(step);
    }
    return path.toString();
  }
}
