import dev.rota.TaskOptions;
import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.Schedulable;
import dev.rota.thread.ThreadPool;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

/**
 * A policy of one's own: the client is next whose tasks have taken the least time so far. Run it
 * with {@code java -cp rota-library/target/classes examples/LeastServed.java}.
 */
public final class LeastServed implements Policy {
  private final Map<String, Long> served = new HashMap<>();
  private final Map<String, Queue<Schedulable>> waiting = new LinkedHashMap<>();

  @Override
  public void add(Schedulable task, Ready why, long now) {
    waiting.computeIfAbsent(task.share(), _ -> new ArrayDeque<>()).add(task);
  }

  @Override
  public Schedulable next(long now) {
    Schedulable least = null;
    for (var queue : waiting.values()) {
      Schedulable first = queue.peek();
      if (first != null && (least == null || served(first) < served(least))) {
        least = first;
      }
    }
    return least == null ? null : waiting.get(least.share()).poll();
  }

  private long served(Schedulable task) {
    return served.getOrDefault(task.share(), 0L);
  }

  @Override
  public long slice(Schedulable task, long now) {
    return NO_END;
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    served.merge(task.share(), nanos, Long::sum);
  }

  /** Lets cancelled tasks be forgotten at once. */
  @Override
  public boolean remove(Schedulable task, long now) {
    return waiting.get(task.share()).remove(task);
  }

  /** One client wants forty turns, and another, who comes later, five; prints who had each. */
  public static void main(String[] args) {
    var order = new StringBuffer();
    var allAreHere = new CountDownLatch(1);
    try (var pool = ThreadPool.builder().workers(1).policy(new LeastServed()).build()) {
      pool.submit(
          () -> {
            allAreHere.await();
            return null;
          });
      for (int i = 0; i < 45; i++) {
        String client = i < 40 ? "bulk" : "web";
        pool.submit(
            () -> {
              order.append(client.charAt(0));
              Thread.sleep(5);
              return client;
            },
            TaskOptions.defaults().withShare(client));
      }
      allAreHere.countDown();
    }
    System.out.println(order);
  }
}
