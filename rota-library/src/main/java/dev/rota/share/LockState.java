package dev.rota.share;

import dev.rota.share.Directory.Entry;
import dev.rota.share.Members.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock and who waits for it, as of when it was looked at.
 *
 * @param name of the lock in its region
 * @param kind {@code mutex} or {@code semaphore}
 * @param available how many permits can be taken; of a mutex 1 if it is free
 * @param holders the numbers of the processes that hold it, or some of its owned permits
 * @param waiters the numbers of the processes that have threads that wait for it
 */
public record LockState(
    String name, String kind, int available, List<Long> holders, List<Long> waiters) {

  /** Copies the lists. */
  public LockState {
    holders = List.copyOf(holders);
    waiters = List.copyOf(waiters);
  }

  static List<LockState> of(Attachment region) {
    List<LockState> states = new ArrayList<>();
    for (Entry entry : region.directory().entries()) {
      LockState state = of(region, entry);
      if (state != null) {
        states.add(state);
      }
    }
    return states;
  }

  private static @Nullable LockState of(Attachment region, Entry entry) {
    return switch (entry.kind()) {
      case MUTEX, FAIR_MUTEX -> mutex(region, region.directory().mutex(entry));
      case SEMAPHORE, FAIR_SEMAPHORE, UNOWNED_SEMAPHORE, FAIR_UNOWNED_SEMAPHORE ->
          semaphore(region, region.directory().semaphore(entry));
      case MEMORY, LONG, LONG_ARRAY, QUEUE -> null;
    };
  }

  private static LockState mutex(Attachment region, SharedMutex mutex) {
    Member holder = mutex.holder();
    return new LockState(
        mutex.name(),
        "mutex",
        holder == null ? 1 : 0,
        pids(region, member -> member.equals(holder)),
        pids(region, mutex.room()::isWaiting));
  }

  private static LockState semaphore(Attachment region, SharedSemaphore semaphore) {
    return new LockState(
        semaphore.name(),
        "semaphore",
        semaphore.availablePermits(),
        pids(region, member -> semaphore.permits().held(member.index()) > 0),
        pids(region, semaphore.room()::isWaiting));
  }

  /**
   * The processes that wait for each other in a circle, or for one that does: none of them can go
   * on, if each has one thread. Of several regions together, so that a circle through two is seen.
   *
   * @param locks the {@linkplain SharedRegion#locks() locks} of one region or of several
   * @return the numbers of the processes, the lowest first; empty if there is no such circle
   */
  public static List<Long> deadlocked(List<LockState> locks) {
    Set<Long> stuck = new TreeSet<>();
    locks.forEach(lock -> stuck.addAll(lock.waiters));
    while (stuck.removeIf(process -> canGoOn(process, stuck, locks))) {
      // one that goes on may release what another waits for
    }
    return List.copyOf(stuck);
  }

  /** Whether all that it waits for may become free. */
  private static boolean canGoOn(long process, Set<Long> stuck, List<LockState> locks) {
    return locks.stream()
        .filter(lock -> lock.waiters.contains(process))
        .allMatch(lock -> lock.holders.isEmpty() || !stuck.containsAll(lock.holders));
  }

  private static List<Long> pids(Attachment region, Predicate<Member> which) {
    Members members = region.members();
    List<Long> pids = new ArrayList<>();
    for (int i = 0; i < members.count(); i++) {
      Member member = members.at(i);
      if (member != null && which.test(member)) {
        pids.add(members.identity(member).pid());
      }
    }
    return pids;
  }
}
