package dev.rota.cli.exec.turns;

import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.input.Item;
import java.util.List;

/**
 * Which share each input has: by the first rule that matches, or by a column.
 *
 * @param rules for the input as a whole
 * @param column that says it, from 1 on; 0 for none
 */
record Shares(List<Rule> rules, int column) {

  boolean areGiven() {
    return !rules.isEmpty() || column > 0;
  }

  Share of(Item item) {
    if (column > 0) {
      return ofColumn(item);
    }
    var input = item.text();
    for (var rule : rules) {
      if (rule.matches(input)) {
        return rule.share();
      }
    }
    return Share.DEFAULT;
  }

  private Share ofColumn(Item item) {
    if (item.values().size() < column) {
      throw wrong(item, "it has no such column");
    }
    try {
      return Share.parse(item.values().get(column - 1));
    } catch (IllegalArgumentException e) {
      throw wrong(item, String.valueOf(e.getMessage()));
    }
  }

  private UserError wrong(Item item, String why) {
    return new UserError("--share-column " + column + ": input " + item.number() + ": " + why);
  }
}
