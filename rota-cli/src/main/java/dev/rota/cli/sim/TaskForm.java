package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import dev.rota.schedule.Schedulable;
import java.util.Arrays;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** {@code NAME:ARRIVAL:BURSTS[:KEY=VALUE,...]}, a task on the command line. */
final class TaskForm {
  private static final String FORM = "NAME:ARRIVAL:BURSTS[:KEY=VALUE,...]";
  static final int MAX_PRIORITY = 1_000_000;

  private String group = "";
  private double weight = Schedulable.DEFAULT_WEIGHT;
  private int priority;

  private TaskForm() {}

  static TaskEntry parse(String text) {
    var parts = text.split(":", -1);
    var where = "--task " + Values.quoted(text);
    if (parts.length < 3 || parts.length > 4) {
      throw new UserError(
          where + " is no task; allowed is " + FORM + ", such as a:0:30ms+100ms+30ms");
    }
    var form = new TaskForm();
    form.readKeys(where, parts.length == 4 ? parts[3] : null);
    return new TaskEntry(
        Values.name(where + ": name", parts[0]),
        Values.instant(where + ": arrival", parts[1]),
        Bursts.parse(where + ": bursts", Arrays.asList(parts[2].split("\\+", -1))),
        form.group,
        form.weight,
        form.priority,
        1,
        0,
        0,
        0);
  }

  private void readKeys(String where, @Nullable String keys) {
    var seen = new HashSet<String>();
    for (var pair : keys == null ? new String[0] : keys.split(",", -1)) {
      int equals = pair.indexOf('=');
      var key = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !seen.add(key)) {
        throw new UserError(
            where + ": " + Values.quoted(pair) + " must be KEY=VALUE, each key once");
      }
      readKey(where, key, pair.substring(equals + 1));
    }
  }

  private void readKey(String where, String key, String value) {
    switch (key) {
      case "group" -> group = GroupForm.path(where + ": group", value);
      case "weight" -> weight = Values.weight(where + ": weight", value);
      case "priority" ->
          priority = (int) Values.whole(where + ": priority", value, -MAX_PRIORITY, MAX_PRIORITY);
      default ->
          throw new UserError(
              where
                  + ": there is no key "
                  + Values.quoted(key)
                  + "; allowed are group, weight and priority");
    }
  }
}
