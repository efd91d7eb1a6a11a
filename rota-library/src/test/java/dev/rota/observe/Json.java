package dev.rota.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly: what this accepts every reader does. */
final class Json {

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Lists, maps, strings, doubles, booleans; throws on the first thing that is not JSON. */
  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    json.check(json.at == text.length(), "end expected");
    return value;
  }

  private void check(boolean right, String wrong) {
    if (!right) {
      int from = Math.max(0, at - 40);
      throw new AssertionError(
          wrong + " after " + text.substring(from, Math.min(at, text.length())));
    }
  }

  private void space() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    check(at < text.length(), "more expected");
    return text.charAt(at);
  }

  private void expect(char c) {
    check(peek() == c, "'" + c + "' expected");
    at++;
  }

  private Object value() {
    space();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      default -> number();
    };
  }

  private Object word(String word, Object value) {
    check(text.startsWith(word, at), word + " expected");
    at += word.length();
    return value;
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new HashMap<>();
    expect('{');
    space();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        expect(',');
        space();
      }
      String key = string();
      space();
      expect(':');
      check(members.put(key, value()) == null, "the key " + key + " comes twice");
      space();
    }
    at++;
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    expect('[');
    space();
    while (peek() != ']') {
      if (!elements.isEmpty()) {
        expect(',');
      }
      elements.add(value());
      space();
    }
    at++;
    return elements;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    expect('"');
    while (peek() != '"') {
      char c = text.charAt(at++);
      check(c >= ' ', "a control character");
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    if (c == 'u') {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    int which = "\"\\/bfnrt".indexOf(c);
    check(which >= 0, "no such escape");
    return "\"\\/\b\f\n\r\t".charAt(which);
  }

  private Double number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(from, at);
    check(number.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?"), "a value expected");
    return Double.valueOf(number);
  }
}
