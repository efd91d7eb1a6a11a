package dev.rota.http.link;

import dev.rota.http.Model;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker has to know, as it goes over its command line.
 *
 * @param handler the name of the class that answers
 * @param model how
 * @param concurrency how many requests are handled at a time; for event models, how many loops
 * @param region the name of the shared region with the {@link Board}
 * @param slot the worker's row of the board
 * @param tls whether connections speak TLS
 * @param certificate PEM file with the chain; empty without TLS
 * @param key PEM file with the private key; empty without TLS
 * @param unix whether the socket is a Unix socket
 * @param queue how many requests may wait in this process for a thread or coroutine
 * @param connections how many connections this process takes
 * @param requestsToServe after so many the worker asks to be replaced; 0 for never
 * @param requestTimeout the longest that a handler may take
 * @param receiveTimeout the longest that a request may take to arrive
 * @param idleTimeout the longest that a connection may be without a request
 * @param maxBody the largest body of a request, in bytes
 * @param maxHeaders the most that all its headers take, in bytes
 * @param maxTarget the longest first line of a request, in bytes
 * @param quantum how long a time slice is
 * @param blockedAfter from when on a handler blocks an event loop
 * @param statusPath where the service tells of itself; empty for nowhere
 * @param accessLog the file of the access log, - for standard output, empty for none
 * @param jsonLog whether its lines are JSON
 */
public record WorkerSettings(
    String handler,
    Model model,
    int concurrency,
    String region,
    int slot,
    boolean tls,
    String certificate,
    String key,
    boolean unix,
    int queue,
    int connections,
    long requestsToServe,
    Duration requestTimeout,
    Duration receiveTimeout,
    Duration idleTimeout,
    int maxBody,
    int maxHeaders,
    int maxTarget,
    Duration quantum,
    Duration blockedAfter,
    String statusPath,
    String accessLog,
    boolean jsonLog) {

  /** The descriptor of the listening socket in a worker, as systemd passes it. */
  public static final int LISTENER = 3;

  /** As arguments, one for each component, in order. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (RecordComponent component : WorkerSettings.class.getRecordComponents()) {
      try {
        arguments.add(component.getAccessor().invoke(this).toString());
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
    return arguments;
  }

  /** Back from arguments. */
  public static WorkerSettings parse(String... arguments) {
    RecordComponent[] components = WorkerSettings.class.getRecordComponents();
    if (arguments.length != components.length) {
      throw new IllegalArgumentException("a worker is started by its master only");
    }
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(types[i], arguments[i]);
    }
    try {
      return WorkerSettings.class.getDeclaredConstructor(types).newInstance(values);
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
