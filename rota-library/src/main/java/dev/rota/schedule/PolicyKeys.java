package dev.rota.schedule;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys and values of a policy as users write it. */
final class PolicyKeys {
  private static final Pattern DURATION =
      Pattern.compile("(?<number>[0-9]{1,12})(?<unit>us|ms|s|m|h)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "us", ChronoUnit.MICROS,
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS);

  private final String policy;
  private final Map<String, String> values;

  private PolicyKeys(String policy, Map<String, String> values) {
    this.policy = policy;
    this.values = values;
  }

  static PolicyKeys parse(String policy, @Nullable String text, Set<String> allowed) {
    var values = new HashMap<String, String>();
    for (String pair : text == null ? new String[0] : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (!allowed.contains(key)) {
        throw new IllegalArgumentException(
            "policy %s: it has no key '%s'; %s".formatted(policy, key, has(allowed)));
      }
      if (equals < 0) {
        throw new IllegalArgumentException(
            "policy %s: %s has no value; write %s=VALUE".formatted(policy, key, key));
      }
      if (values.put(key, pair.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "policy %s: %s is given twice; once is allowed".formatted(policy, key));
      }
    }
    return new PolicyKeys(policy, values);
  }

  private static String has(Set<String> allowed) {
    return allowed.isEmpty()
        ? "it takes none"
        : "allowed is " + String.join(", ", new TreeSet<>(allowed));
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Duration duration(String key, Duration unsaid) {
    String value = values.get(key);
    return value == null ? unsaid : duration(key).apply(value);
  }

  /** A duration for each level, {@code 10ms/20ms/40ms}. */
  List<Duration> durations(String key) {
    return list(key, duration(key));
  }

  long whole(String key, long least, long most, long unsaid) {
    String value = values.get(key);
    return value == null ? unsaid : whole(key, least, most).apply(value);
  }

  /** A whole number for each level, {@code 1/2/4}. */
  List<Long> wholes(String key, long least, long most) {
    return list(key, whole(key, least, most));
  }

  /** One of some words. */
  String word(String key, List<String> allowed, String unsaid) {
    String value = values.getOrDefault(key, unsaid);
    if (!allowed.contains(value)) {
      throw refused(key, value, String.join(" or ", allowed));
    }
    return value;
  }

  private <T> List<T> list(String key, Function<String, T> element) {
    var list = new ArrayList<T>();
    for (String part : values.getOrDefault(key, "").split("/", -1)) {
      list.add(element.apply(part));
    }
    return list;
  }

  private Function<String, Duration> duration(String key) {
    return value -> {
      var form = DURATION.matcher(value);
      var unit = form.matches() ? UNITS.get(form.group("unit")) : null;
      var duration =
          unit == null ? Duration.ZERO : Duration.of(Long.parseLong(form.group("number")), unit);
      if (!duration.isPositive()) {
        throw refused(
            key, value, "a whole number above 0 with us, ms, s, m or h, such as 500us or 10ms");
      }
      return duration;
    };
  }

  private Function<String, Long> whole(String key, long least, long most) {
    return value -> {
      try {
        long number = Long.parseLong(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw refused(key, value, "a whole number from " + least + " to " + most);
    };
  }

  private IllegalArgumentException refused(String key, String value, String allowed) {
    return new IllegalArgumentException(
        "policy %s: %s='%s'; allowed is %s".formatted(policy, key, value, allowed));
  }
}
