package kernels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loops over text and objects. */
public final class Symbolic {
  private final Map<Integer, Integer> map = new HashMap<>();
  private final String json = sampleJson();

  private static String sampleJson() {
    var text = new StringBuilder("[");
    for (int i = 0; i < 200; i++) {
      text.append(i == 0 ? "" : ",").append("{\"id\":").append(i).append(",\"name\":\"item ");
      text.append(i).append("\",\"tags\":[\"a\",\"b\\n\",\"c\"],\"price\":").append(i * 1.25);
      text.append(",\"sold\":").append(i % 2 == 0).append(",\"next\":null}");
    }
    return text.append(']').toString();
  }

  /** Builds strings and hashes their characters. */
  public long strings() {
    int hash = 0;
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      for (int j = 0; j < 8; j++) {
        text.append((char) ('a' + (i + j) % 26)).append(j);
      }
      var built = text.toString();
      for (int j = 0; j < built.length(); j++) {
        hash = 31 * hash + built.charAt(j);
      }
    }
    return hash;
  }

  /** Puts, merges and removes. */
  public long mapChurn() {
    map.clear();
    long sum = 0;
    for (int i = 0; i < 10_000; i++) {
      map.merge(i * 7 % 2_003, i, Integer::sum);
      if (i % 3 == 0) {
        map.remove(i % 997);
      }
    }
    for (int value : map.values()) {
      sum += value;
    }
    return sum;
  }

  /** Parses a document by recursive descent. */
  public long parseJson() {
    return new Parser(json).value() instanceof List<?> list ? list.size() : 0;
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    @Nullable Object value() {
      skipSpace();
      return switch (text.charAt(at)) {
        case '{' -> object();
        case '[' -> list();
        case '"' -> string();
        case 't' -> word("true", true);
        case 'f' -> word("false", false);
        case 'n' -> word("null", null);
        default -> number();
      };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
      if (!text.startsWith(word, at)) {
        throw new IllegalArgumentException("at " + at);
      }
      at += word.length();
      return value;
    }

    private Map<String, Object> object() {
      var result = new LinkedHashMap<String, Object>();
      at++;
      skipSpace();
      while (text.charAt(at) != '}') {
        var name = string();
        skipSpace();
        expect(':');
        var value = value();
        if (value != null) {
          result.put(name, value);
        }
        skipSpace();
        if (text.charAt(at) == ',') {
          at++;
          skipSpace();
        }
      }
      at++;
      return result;
    }

    private List<Object> list() {
      var result = new ArrayList<Object>();
      at++;
      skipSpace();
      while (text.charAt(at) != ']') {
        var value = value();
        if (value != null) {
          result.add(value);
        }
        skipSpace();
        if (text.charAt(at) == ',') {
          at++;
        }
      }
      at++;
      return result;
    }

    private String string() {
      expect('"');
      var result = new StringBuilder();
      while (text.charAt(at) != '"') {
        char c = text.charAt(at++);
        if (c == '\\') {
          c = text.charAt(at++) == 'n' ? '\n' : '?';
        }
        result.append(c);
      }
      at++;
      return result.toString();
    }

    private Double number() {
      int start = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return Double.valueOf(text.substring(start, at));
    }

    private void skipSpace() {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
    }

    private void expect(char c) {
      if (text.charAt(at++) != c) {
        throw new IllegalArgumentException("at " + (at - 1));
      }
    }
  }
}
