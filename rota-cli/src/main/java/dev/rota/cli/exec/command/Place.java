package dev.rota.cli.exec.command;

import dev.rota.cli.exec.input.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something of the input goes.
 *
 * @param column which of the values, from 1 on; 0 for all
 */
record Place(int column, Form form) implements Part {

  /** What of a value. */
  enum Form {
    WHOLE,
    WITHOUT_EXTENSION,
    NAME,
    FOLDER,
    NAME_WITHOUT_EXTENSION,
    NUMBER,
    SEAT
  }

  /** What is between the braces; null if it means nothing. */
  static @Nullable Place of(String inside, List<String> names) {
    if (inside.equals("#")) {
      return new Place(0, Form.NUMBER);
    }
    if (inside.equals("%")) {
      return new Place(0, Form.SEAT);
    }
    int named = names.indexOf(inside);
    if (named >= 0 && !inside.isEmpty()) {
      return new Place(named + 1, Form.WHOLE);
    }
    int operator = inside.length();
    while (operator > 0
        && (inside.charAt(operator - 1) == '.' || inside.charAt(operator - 1) == '/')) {
      operator--;
    }
    var form = form(inside.substring(operator));
    int column = column(inside.substring(0, operator), names);
    return form == null || column < 0 ? null : new Place(column, form);
  }

  private static @Nullable Form form(String operator) {
    return switch (operator) {
      case "" -> Form.WHOLE;
      case "." -> Form.WITHOUT_EXTENSION;
      case "/" -> Form.NAME;
      case "//" -> Form.FOLDER;
      case "/." -> Form.NAME_WITHOUT_EXTENSION;
      default -> null;
    };
  }

  /** -1 if it is none. */
  private static int column(String text, List<String> names) {
    if (text.isEmpty()) {
      return 0;
    }
    int named = names.indexOf(text);
    if (named >= 0) {
      return named + 1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9' || number > 10_000) {
        return -1;
      }
      number = 10 * number + text.charAt(i) - '0';
    }
    return number == 0 ? -1 : number;
  }

  boolean isAll() {
    return column == 0 && form == Form.WHOLE;
  }

  /** Whether it stands for the input itself. */
  boolean isInput() {
    return form != Form.NUMBER && form != Form.SEAT;
  }

  /** A column that the input does not have is empty. */
  @Override
  public void appendTo(StringBuilder text, Item item, int seat, boolean quoted) {
    switch (form) {
      case NUMBER -> text.append(item.number());
      case SEAT -> text.append(seat);
      default -> {
        if (column > 0) {
          append(text, column <= item.values().size() ? item.values().get(column - 1) : "", quoted);
          return;
        }
        for (int i = 0; i < item.values().size(); i++) {
          append(i == 0 ? text : text.append(' '), item.values().get(i), quoted);
        }
      }
    }
  }

  private void append(StringBuilder text, String value, boolean quoted) {
    var part = of(value);
    if (quoted) {
      text.append('\'').append(part.replace("'", "'\\''")).append('\'');
    } else {
      text.append(part);
    }
  }

  private String of(String value) {
    int slash = value.lastIndexOf('/');
    return switch (form) {
      case WITHOUT_EXTENSION -> withoutExtension(value);
      case NAME -> value.substring(slash + 1);
      case NAME_WITHOUT_EXTENSION -> withoutExtension(value.substring(slash + 1));
      case FOLDER -> slash < 0 ? "." : slash == 0 ? "/" : value.substring(0, slash);
      default -> value;
    };
  }

  private static String withoutExtension(String value) {
    int dot = value.lastIndexOf('.');
    return dot > value.lastIndexOf('/') ? value.substring(0, dot) : value;
  }
}
