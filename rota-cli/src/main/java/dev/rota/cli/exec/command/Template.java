package dev.rota.cli.exec.command;

import dev.rota.cli.exec.input.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * A command with places for an input, in the form that users of GNU parallel know. What only looks
 * like a place is left as it is. A word that is nothing but <code>{}</code> becomes as many words
 * as there are values; within other words they are joined by spaces.
 *
 * <p>Without a shell each word becomes one argument, whatever is in it. With one, the words make
 * one line for it, and values are quoted.
 */
public final class Template {
  private static final String ALL = "{}";

  private final List<List<Part>> words = new ArrayList<>();
  private final boolean shell;
  private boolean hasPlace;
  private boolean hasSeat;

  /**
   * Parses the words of a command.
   *
   * @param names of columns; may be empty
   */
  public Template(List<String> command, List<String> names, boolean shell) {
    this.shell = shell;
    for (var word : command) {
      words.add(parse(word, names));
    }
  }

  /** Whether there is a place for the input itself. */
  public boolean hasPlace() {
    return hasPlace;
  }

  /** Whether it matters at which place a program runs. */
  public boolean hasSeat() {
    return hasSeat;
  }

  /** Puts the input last, where the command has no place for it. */
  public Template withPlace() {
    if (!hasPlace) {
      words.add(parse(ALL, List.of()));
    }
    return this;
  }

  private List<Part> parse(String word, List<String> names) {
    var parts = new ArrayList<Part>();
    int from = 0;
    for (int open = word.indexOf('{'); open >= 0; open = word.indexOf('{', open + 1)) {
      int close = word.indexOf('}', open);
      var place = close < 0 ? null : Place.of(word.substring(open + 1, close), names);
      if (place != null) {
        parts.add(new Part.Text(word.substring(from, open)));
        parts.add(place);
        hasPlace |= place.isInput();
        hasSeat |= place.form() == Place.Form.SEAT;
        from = close + 1;
        open = close;
      }
    }
    parts.add(new Part.Text(word.substring(from)));
    return parts;
  }

  /**
   * The command for an input.
   *
   * @param seat which of the places at which programs run at once, from 1 on
   */
  public List<String> fill(Item item, int seat) {
    var filled = new ArrayList<String>(words.size());
    for (var word : words) {
      if (isAll(word) && !shell) {
        filled.addAll(item.values());
      } else {
        filled.add(fill(word, item, seat));
      }
    }
    return shell ? List.of("/bin/sh", "-c", String.join(" ", filled)) : filled;
  }

  private static boolean isAll(List<Part> word) {
    return word.size() == 3
        && isNothing(word.get(0))
        && word.get(1) instanceof Place place
        && place.isAll()
        && isNothing(word.get(2));
  }

  /** Not by equals: the first one of a record costs a JVM 10 ms. */
  private static boolean isNothing(Part part) {
    return part instanceof Part.Text text && text.literal().isEmpty();
  }

  private String fill(List<Part> word, Item item, int seat) {
    var text = new StringBuilder();
    for (var part : word) {
      part.appendTo(text, item, seat, shell);
    }
    return text.toString();
  }
}
