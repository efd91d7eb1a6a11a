package dev.rota.http.link;

import dev.rota.http.Model;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What a worker has to know, as it goes over its command line.
 *
 * @param handler the name of the class that answers
 * @param model how
 * @param concurrency how many requests are handled at a time; for event models, how many loops
 * @param region the name of the shared region with the {@link Board}
 * @param slot the worker's row of the board
 * @param unix whether the socket is a Unix socket
 * @param requestsToServe after so many the worker asks to be replaced; 0 for never
 * @param quantum how long a time slice is
 * @param limits how much it takes on
 * @param timeouts how long things may take
 * @param user whose rights it takes before it has the handler's code; empty for those it has
 * @param tls its certificate
 * @param health how it finds out whether its handler is well
 * @param statusPath where the service tells of itself; empty for nowhere
 * @param accessLog where requests are logged
 */
public record WorkerSettings(
    String handler,
    Model model,
    int concurrency,
    String region,
    int slot,
    boolean unix,
    long requestsToServe,
    Duration quantum,
    Limits limits,
    Timeouts timeouts,
    String user,
    TlsFiles tls,
    Health health,
    String statusPath,
    LogFile accessLog) {

  /** The descriptor of the listening socket in a worker, as systemd passes it. */
  public static final int LISTENER = 3;

  /** As arguments, one for each component, in order; those of records within one by one. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    write(this, arguments);
    return arguments;
  }

  private static void write(Record record, List<String> arguments) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(record);
        if (value instanceof Record inner) {
          write(inner, arguments);
        } else {
          arguments.add(value.toString());
        }
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Back from arguments. */
  public static WorkerSettings parse(String... arguments) {
    Iterator<String> rest = List.of(arguments).iterator();
    if (arguments.length != count(WorkerSettings.class)) {
      throw new IllegalArgumentException("a worker is started by its master only");
    }
    return (WorkerSettings) read(WorkerSettings.class, rest);
  }

  private static int count(Class<?> type) {
    int count = 0;
    for (RecordComponent component : type.getRecordComponents()) {
      count += component.getType().isRecord() ? count(component.getType()) : 1;
    }
    return count;
  }

  private static Object read(Class<?> type, Iterator<String> arguments) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] =
          types[i].isRecord() ? read(types[i], arguments) : value(types[i], arguments.next());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class) {
      return Long.valueOf(text);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    if (type == Duration.class) {
      return Duration.parse(text);
    }
    return type == Model.class ? Model.valueOf(text) : text;
  }
}
