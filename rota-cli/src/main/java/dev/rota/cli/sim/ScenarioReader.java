package dev.rota.cli.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.rota.cli.args.UserError;
import dev.rota.schedule.Schedulable;
import dev.rota.simulate.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Reads a scenario's file. What is wrong is told with its place, {@code /tasks/3/bursts/1}. */
final class ScenarioReader implements AutoCloseable {
  private static final int MAX_COUNTS = 100;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final JsonParser json;
  private final Draft draft;

  private ScenarioReader(String file, InputStream content, Draft draft) throws IOException {
    this.file = file;
    this.json = JSON.createParser(content);
    this.draft = draft;
  }

  /**
   * Reads all.
   *
   * @throws UserError if it is no scenario
   * @throws IOException if it cannot be read
   */
  static Draft read(String file, InputStream content) throws IOException {
    try (var reader = new ScenarioReader(file, content, new Draft())) {
      reader.json.nextToken();
      reader.object("a scenario", reader::scenarioField);
      if (reader.json.nextToken() != null) {
        throw reader.wrong("there is more behind the scenario", "nothing");
      }
      return reader.draft;
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      var where = place == null ? "" : " line " + place.getLineNr() + ":";
      throw new UserError(file + ":" + where + " " + oneLine(e.getOriginalMessage()));
    }
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("no JSON").strip();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  /** What is done with the value of a field, at which the parser stands. */
  private interface Field {
    void read(String name) throws IOException;
  }

  /** What is done with an element, at which the parser stands. */
  private interface Element {
    void read() throws IOException;
  }

  private void scenarioField(String name) throws IOException {
    switch (name) {
      case "description" -> draft.description = text();
      case "cores" -> draft.cores = whole(1, Machine.MAX_CORES);
      case "policies" -> array(() -> draft.policies.add(text()));
      case "quantum" -> draft.quantum = Duration.ofNanos(time());
      case "switchCost" -> draft.switchCost = cost();
      case "processSwitchCost" -> draft.processSwitchCost = cost();
      case "creationCost" -> draft.creationCost = cost();
      case "refillCost" -> draft.refillCost = cost();
      case "cacheTasks" -> draft.cacheTasks = whole(1, TaskEntry.MAX_COUNT);
      case "seed" -> draft.seed = Values.whole(where(), number(), Long.MIN_VALUE, Long.MAX_VALUE);
      case "counts" -> array(this::count);
      case "groups" -> array(() -> draft.groups.add(group()));
      case "semaphores" -> array(this::semaphore);
      case "inheritance" -> draft.inheritance = flag();
      case "tasks" -> array(() -> draft.tasks.add(task()));
      default -> throw unknown(name);
    }
  }

  private void count() throws IOException {
    if (draft.counts.size() == MAX_COUNTS) {
      throw wrong("there are more than " + MAX_COUNTS + " counts", "at most " + MAX_COUNTS);
    }
    draft.counts.add(whole(1, TaskEntry.MAX_COUNT));
  }

  private GroupWeight group() throws IOException {
    var found =
        new Object() {
          @Nullable String path;
          double weight = Schedulable.DEFAULT_WEIGHT;
        };
    object(
        "a group",
        name -> {
          switch (name) {
            case "path" -> found.path = GroupForm.path(where(), text());
            case "weight" -> found.weight = Values.weight(where(), number());
            default -> throw unknown(name);
          }
        });
    return new GroupWeight(needed("path", found.path), found.weight);
  }

  private void semaphore() throws IOException {
    var found =
        new Object() {
          @Nullable String name;
          @Nullable Long permits;
        };
    object(
        "a semaphore",
        field -> {
          switch (field) {
            case "name" -> found.name = Values.name(where(), text());
            case "permits" ->
                found.permits = Values.whole(where(), number(), 1, SemaphoreForm.MOST);
            default -> throw unknown(field);
          }
        });
    draft.permits.put(needed("name", found.name), needed("permits", found.permits));
  }

  private TaskEntry task() throws IOException {
    var task = new TaskFields();
    object("a task", task::read);
    return task.entry();
  }

  /** The fields of a task while they come. */
  private final class TaskFields {
    private @Nullable String name;
    private @Nullable Bursts bursts;
    private @Nullable Integer count;
    private String group = "";
    private double weight = Schedulable.DEFAULT_WEIGHT;
    private double vary;
    private long nanos;
    private long every;
    private int priority;
    private int items;

    void read(String field) throws IOException {
      switch (field) {
        case "name" -> name = Values.name(where(), text());
        case "arrivalMs" -> nanos = Values.instant(where(), number());
        case "everyMs" -> every = Values.instant(where(), number());
        case "bursts" -> bursts = burstsHere();
        case "group" -> group = GroupForm.path(where(), text());
        case "weight" -> weight = Values.weight(where(), number());
        case "priority" -> priority = whole(-TaskForm.MAX_PRIORITY, TaskForm.MAX_PRIORITY);
        case "count" -> count = whole(1, TaskEntry.MAX_COUNT);
        case "items" -> items = whole(1, TaskEntry.MAX_ITEMS);
        case "vary" -> vary = part();
        default -> throw unknown(field);
      }
    }

    private Bursts burstsHere() throws IOException {
      var where = where();
      var texts = new ArrayList<String>();
      array(() -> texts.add(text()));
      return Bursts.parse(where, texts);
    }

    TaskEntry entry() {
      var known = needed("bursts", bursts);
      if ((long) known.size() * items > TaskEntry.MAX_ITEMS) {
        throw wrong(
            items + " items of " + known.size() + " bursts are too many",
            TaskEntry.MAX_ITEMS + " bursts in all");
      }
      return new TaskEntry(
          needed("name", name), nanos, known, group, weight, priority, count, every, items, vary);
    }
  }

  private void object(String what, Field field) throws IOException {
    expect(JsonToken.START_OBJECT, "{, the begin of " + what);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      field.read(name);
    }
  }

  private void array(Element element) throws IOException {
    expect(JsonToken.START_ARRAY, "an array, [...]");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private String text() throws IOException {
    expect(JsonToken.VALUE_STRING, "a string");
    return json.getText();
  }

  private String number() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
      expect(JsonToken.VALUE_NUMBER_INT, "a number");
    }
    return json.getText();
  }

  private boolean flag() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_FALSE) {
      expect(JsonToken.VALUE_TRUE, "true or false");
    }
    return json.getBooleanValue();
  }

  private int whole(int least, int most) throws IOException {
    return (int) Values.whole(where(), number(), least, most);
  }

  private double part() throws IOException {
    var text = number();
    double part = Double.parseDouble(text);
    if (!(part >= 0 && part <= 1)) {
      throw wrong(Values.quoted(text) + " is out of range", "0 to 1");
    }
    return part;
  }

  private long time() throws IOException {
    return Values.time(where(), text());
  }

  private long cost() throws IOException {
    return Values.cost(where(), text());
  }

  private void expect(JsonToken token, String allowed) throws IOException {
    if (json.currentToken() != token) {
      throw json.currentToken() == null
          ? new UserError(file + ": ends too soon; allowed is " + allowed)
          : wrong(Values.quoted(json.getText()) + " is not what belongs here", allowed);
    }
  }

  private <T> T needed(String field, @Nullable T value) {
    if (value == null) {
      throw wrong("'" + field + "' is missing", "only an object that has it");
    }
    return value;
  }

  private UserError unknown(String field) {
    return wrong("there is no field " + Values.quoted(field), "what rota sim --help lists");
  }

  private UserError wrong(String what, String allowed) {
    return new UserError(where() + ": " + what + "; allowed is " + allowed);
  }

  private String where() {
    return file + " " + json.getParsingContext().pathAsPointer();
  }
}
