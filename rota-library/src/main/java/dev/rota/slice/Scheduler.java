package dev.rota.slice;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives carriers to strands, in the order that the policy says, and takes them away.
 *
 * <p>Each change of a strand is one hold of the lock: what became of the last turn, and which is
 * next. A carrier that finds nothing lies down among the idle in the same hold, and whoever makes a
 * strand ready takes one from there in the hold in which it adds it: so no strand waits beside a
 * carrier that sleeps.
 */
/* Synchronization: `lock` guards all that is not final or volatile, here, in the strands and in the
 * carriers. Whoever holds it takes no other lock, loads no class, logs nothing, runs nothing of the
 * user's but the policy; threads are started, interrupted and unparked and futures ended without
 * it. Rejected: a JDK lock (see SpinLock); a queue for each carrier with stealing (the policy is one
 * order, not one for each processor); lock-free queues (the policy is the user's, sequential code). */
final class Scheduler {

  private final LongSupplier clock;
  private final Threads threads;
  private final int size;
  private final CarrierFactory factory;
  private final AtomicLong orders = new AtomicLong();
  private final CountDownLatch gone = new CountDownLatch(1);
  final LongAdder pinned = new LongAdder();

  private final SpinLock lock = new SpinLock();
  private final Population population;
  private final RunQueue queue;
  private final List<Carrier> serving = new ArrayList<>();
  private final ArrayDeque<Carrier> idle = new ArrayDeque<>();
  private final Ticker ticker;
  private final Compensation compensation;
  private final Lending lending;
  private final Preemption preemption;
  private long now;
  private final ArrayDeque<Carrier> wakes = new ArrayDeque<>(); // once the lock is free
  private boolean tickerDue;
  private boolean endedBeforeCarriers;
  private int hired;
  private long submitted;
  private int present; // carriers that have not left
  private volatile boolean closed;
  private boolean over;
  private long turns;
  private long expired;
  private long preempted;

  /** Makes the carriers, and is told of them. */
  interface CarrierFactory {
    Carrier make(Scheduler scheduler, int number);

    void came(Carrier carrier);

    void left(Carrier carrier);

    void ended(Strand strand);
  }

  Scheduler(
      Threads threads,
      String name,
      int size,
      int spares,
      long mostAlive,
      Policy policy,
      LongSupplier clock,
      CarrierFactory factory) {
    this.threads = threads;
    this.size = size;
    this.population = new Population(mostAlive);
    this.clock = clock;
    this.factory = factory;
    this.queue = new RunQueue(policy, population.live());
    this.compensation = new Compensation(spares, serving);
    this.lending = new Lending(this, queue);
    this.preemption = new Preemption(this, queue, serving, compensation, lending);
    this.ticker = new Ticker(this, name + "-ticker");
    this.now = clock.getAsLong();
  }

  /** Starts the carriers and the ticker; if that fails, ends those that it has started. */
  void start() {
    try {
      for (int i = 0; i < size; i++) {
        startCarrier();
      }
      ticker.start();
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private void startCarrier() {
    lock.lock();
    int number = ++hired;
    present++;
    unlock();
    try {
      Carrier carrier = factory.make(this, number);
      lock.lock();
      serving.add(carrier);
      unlock();
      carrier.start();
    } catch (Throwable e) {
      isAbsent();
      throw e;
    }
  }

  Threads threads() {
    return threads;
  }

  Strand newStrand(Terms terms, @Nullable SlicedTask<?> task) {
    return new Strand(this, orders.getAndIncrement(), terms, task);
  }

  /** Takes the lock on the stack of a user, unless that is nearly used up. */
  private void enter() {
    StackReserve.require();
    lock.lock();
  }

  /** Lets go of the lock, and then of those who are to be woken. */
  private void unlock() {
    while (releaseAndWake()) {
      lock.lock(); // seldom, and cheaper than to make a list of them
    }
  }

  /**
   * Allocates nothing, so that the lock is let go even without memory; true if more are to wake.
   */
  private boolean releaseAndWake() {
    Carrier one = wakes.pollFirst();
    boolean more = !wakes.isEmpty();
    boolean tick = tickerDue;
    tickerDue = false;
    boolean tellsEnd = endedBeforeCarriers;
    endedBeforeCarriers = false;
    lock.unlock();
    if (one != null) {
      LockSupport.unpark(one);
    }
    if (tick) {
      LockSupport.unpark(ticker);
    }
    if (tellsEnd) {
      gone.countDown();
    }
    return more;
  }

  /** The time for the policy, which never goes back. */
  private long now() {
    now = Math.max(now, clock.getAsLong());
    return now;
  }

  // What strands and their users say.

  /**
   * Takes a strand that can run for the first time.
   *
   * @throws RejectedExecutionException after shutdown
   */
  void arrive(Strand strand) {
    boolean inside = current() != null;
    enter();
    boolean refused = over || (closed && (!inside || strand.task != null));
    try {
      if (!refused) {
        take(strand, now());
      }
    } finally {
      unlock();
    }
    if (refused) {
      throw new RejectedExecutionException("the pool was shut down");
    }
  }

  private void take(Strand strand, long at) {
    SlicedTask<?> task = strand.task;
    if (task != null) {
      task.queued(++submitted, at);
    }
    if (task != null && population.isFull()) {
      population.hold(strand);
    } else {
      admit(strand, at);
    }
  }

  /** The strand of this scheduler that the current thread is, or that it carries. */
  @Nullable Strand current() {
    Carrier carrier = Carrier.current();
    Strand mounted = carrier == null ? null : carrier.strand();
    return mounted != null && mounted.serves(this) ? mounted : null;
  }

  private void admit(Strand strand, long at) {
    population.lives(strand);
    strand.own = Strand.State.READY;
    ready(strand, Ready.ARRIVED, at);
  }

  private void admitHeld() {
    for (Strand next = population.nextHeld(); next != null; next = population.nextHeld()) {
      admit(next, now);
    }
  }

  /** Takes a strand that waited, or is just about to. */
  void wake(Strand strand) {
    enter();
    try {
      if (strand.own == Strand.State.RUNNING) {
        strand.woken = true; // its carrier has not settled its turn yet
      } else {
        wake(strand, now());
      }
    } finally {
      unlock();
    }
  }

  private void wake(Strand strand, long at) {
    strand.own = Strand.State.READY;
    lending.wake(strand);
    if (strand.state == Strand.State.WAITING) {
      ready(strand, Ready.WOKEN, at);
    } else if (strand.state == Strand.State.READY) {
      attend(strand, at); // for others to compute in its turn, so far
    }
    lending.unpark(strand, at);
    preemption.takeBack(at);
  }

  /** A strand is about to wait for a mutex; true if its turns are lent to who has that. */
  boolean begin(Loan loan) {
    enter();
    try {
      return lending.begin(loan);
    } finally {
      unlock();
    }
  }

  /** It waits no more. Must not fail, as it may have the mutex. */
  void end(Strand lender) {
    lock.lock();
    try {
      lending.end(lender, now());
    } finally {
      unlock();
    }
  }

  /** A running strand has given back a mutex: its waiters' turns may be for others now. */
  void gaveBack(Strand strand) {
    enter();
    try {
      long at = now();
      lending.unpark(strand, at);
      preemption.takeBack(at);
    } finally {
      unlock();
    }
  }

  /** Adds a claim, and sees to it that somebody looks. */
  void ready(Strand claim, Ready why, long at) {
    queue.add(claim, why, at);
    attend(claim, at);
  }

  private void attend(Strand claim, long at) {
    if (!rouseOne()) {
      preemption.of(claim, at);
    }
  }

  /** Takes a carrier from its rest, if one has lain down. */
  boolean rouseOne() {
    Carrier resting = idle.pollFirst();
    if (resting != null) {
      rouse(resting);
    }
    return resting != null;
  }

  /** Takes a carrier from its rest. */
  private void rouse(Carrier resting) {
    if (resting.rest.end()) {
      wakes.add(resting);
    }
  }

  /** Sees to it that the ticker looks then at the latest. */
  void tickAt(long time) {
    if (ticker.sleepsBeyond(time)) {
      tickerDue = true;
    }
  }

  /** Takes back a task that is never to start; whoever has got it already skips it. */
  void withdraw(Strand strand) {
    enter();
    try {
      if (population.takeHeld(strand)) {
        strand.state = Strand.State.ENDED;
        strand.own = Strand.State.ENDED;
        endIfDone();
      } else if (strand.state == Strand.State.READY && queue.remove(strand, now())) {
        strand.state = Strand.State.ENDED;
        ended(strand);
      }
    } finally {
      unlock();
    }
  }

  // What carriers say.

  void came(Carrier carrier) {
    factory.came(carrier);
  }

  /** What the carrier is to run next; it waits for it. Null when it is to end. */
  @Nullable Strand next(Carrier carrier) {
    long time = clock.getAsLong();
    Strand last = carrier.strand();
    long used = last == null ? 0 : carrier.usedByTurn(last, time);
    boolean hasEnded = last != null && !carrier.isToRunAgain() && last.hasEnded();
    if (last != null && hasEnded && last.task != null) {
      end(carrier, last, used, time);
      tellEnd(last);
      last = null;
      time = clock.getAsLong();
    }
    while (true) {
      @Nullable Strand next = null;
      lock.lock();
      try {
        now = Math.max(now, time);
        if (last != null) {
          settle(carrier, last, used, hasEnded);
          last = null;
        }
        if (over) {
          return null;
        }
        next = choose(carrier);
      } finally {
        unlock();
      }
      if (next != null) {
        return next;
      }
      carrier.rest.await(clock);
      time = clock.getAsLong();
    }
  }

  private void tellEnd(Strand strand) {
    try {
      factory.ended(strand);
    } catch (Throwable e) {
      // out of memory, perhaps: it has done what it could, and the carrier serves others
    }
  }

  /** Ends the last turn of a task, so that the future ends before the carrier goes on. */
  private void end(Carrier carrier, Strand strand, long used, long time) {
    lock.lock();
    try {
      now = Math.max(now, time);
      settle(carrier, strand, used, true);
    } finally {
      unlock();
    }
  }

  /** Ends a turn, at the time that it is. */
  private void settle(Carrier carrier, Strand strand, long used, boolean hasEnded) {
    long at = now;
    long rest = used - carrier.charged;
    Strand claim = carrier.claim();
    if (rest >= 0) {
      queue.charge(strand, claim, rest, at);
    } else {
      carrier.credit(strand, -rest);
    }
    Ready why = carrier.why();
    carrier.end();
    boolean again = carrier.isToRunAgain();
    if (again) {
      count(why);
      strand.deaf &= carrier.stuck || why == Ready.YIELDED;
    }
    strand.own = again || strand.woken ? Strand.State.READY : Strand.State.WAITING;
    if (hasEnded) {
      strand.own = Strand.State.ENDED;
    }
    if (claim != null) {
      settleClaim(carrier, claim, strand, again ? why : Ready.PREEMPTED, at);
    }
    strand.woken = false;
    if (hasEnded) {
      ended(strand);
    } else if (claim != strand) {
      lending.place(strand, at);
    }
    lending.unpark(strand, at);
  }

  /** What becomes of a claim after its turn, in which a strand has run that was its own or not. */
  private void settleClaim(Carrier carrier, Strand claim, Strand strand, Ready why, long at) {
    if (claim != strand) {
      lending.isReturned();
    }
    if (claim == strand && strand.woken) {
      queue.leave(claim, false, at);
      addAfterTurn(carrier, claim, Ready.WOKEN, at);
    } else if (lending.runner(claim).canRun()) {
      addAfterTurn(carrier, claim, why, at);
    } else {
      lending.leave(claim, at);
    }
  }

  /** Its carrier chooses next, so nobody has to be woken, unless it is to retire. */
  private void addAfterTurn(Carrier carrier, Strand strand, Ready why, long at) {
    if (carrier.replaced) {
      ready(strand, why, at);
    } else {
      queue.add(strand, why, at);
    }
  }

  private void count(Ready why) {
    if (why == Ready.EXPIRED) {
      expired++;
    } else if (why == Ready.PREEMPTED) {
      preempted++;
    }
  }

  private void ended(Strand strand) {
    strand.own = Strand.State.ENDED;
    if (strand.state == Strand.State.READY && queue.remove(strand, now)) {
      strand.state = Strand.State.ENDED; // it ended in a turn that was lent to it
    }
    population.ended(strand);
    admitHeld();
    endIfDone();
  }

  private @Nullable Strand choose(Carrier carrier) {
    if (carrier.replaced) {
      compensation.retire(carrier);
      carrier.rest.begin();
      return null;
    }
    for (Strand claim = queue.next(now); claim != null; claim = queue.next(now)) {
      Strand next = lending.mount(claim, now);
      if (next != null) {
        turns++;
        carrier.begin(next, claim, now, queue.slice(claim, now));
        tickAt(carrier.sliceEnd());
        return next;
      }
    }
    carrier.rest.begin();
    idle.addFirst(carrier); // the last to lie down is the warmest
    return null;
  }

  void left(Carrier carrier) {
    try {
      factory.left(carrier);
    } finally {
      isAbsent();
    }
  }

  /** A carrier that was counted as present has left, or could not come. */
  private void isAbsent() {
    lock.lock();
    boolean last = --present == 0;
    tickerDue = last;
    unlock();
    if (last) {
      gone.countDown();
    }
  }

  // What the ticker asks.

  /**
   * Names the carriers whose slice may be over, or that stand still; returns when to look again.
   */
  long tick(List<Suspect> suspects) {
    lock.lock();
    try {
      long at = now();
      long next = Long.MAX_VALUE;
      for (int i = 0; i < serving.size(); i++) {
        next = Math.min(next, tick(serving.get(i), at, suspects));
      }
      next = Math.min(next, compensation.look(at, !queue.isEmpty(), suspects));
      ticker.sleepsUntil(next);
      return next;
    } finally {
      unlock();
    }
  }

  private long tick(Carrier carrier, long at, List<Suspect> suspects) {
    if (carrier.strand() == null || carrier.isOverdue() || carrier.isMarked()) {
      return Long.MAX_VALUE;
    }
    if (at < carrier.sliceEnd()) {
      return carrier.sliceEnd();
    }
    if (!queue.isEmpty()) {
      suspects.add(Suspect.of(carrier)); // it may not have had the processor all the time
    }
    return Long.MAX_VALUE;
  }

  /**
   * Charges a carrier's strand for what it used so far, by its CPU clock, and marks the carrier if
   * the slice is used up. Returns when the rest can be used up.
   */
  long charge(Suspect suspect, long cpu) {
    Carrier carrier = suspect.carrier();
    lock.lock();
    try {
      Strand mounted = carrier.strand();
      if (!suspect.isStillInItsTurn() || mounted == null) {
        return Long.MAX_VALUE;
      }
      long at = now();
      long used = carrier.usedSoFar(mounted, at, cpu);
      if (used > carrier.charged) {
        queue.charge(mounted, carrier.claim(), used - carrier.charged, at);
        carrier.charged = used;
      }
      carrier.lookedAt = at;
      if (at < carrier.sliceEnd() || queue.isEmpty() || carrier.isOverdue()) {
        return Long.MAX_VALUE;
      }
      if (carrier.usesUp(used, at)) {
        carrier.mark(Carrier.EXPIRED, at);
        return Long.MAX_VALUE;
      }
      return carrier.sliceEnd();
    } finally {
      unlock();
    }
  }

  /** Puts a spare carrier in the place of one that does not come back, if it still does not. */
  boolean replace(Suspect suspect) {
    lock.lock();
    try {
      if (!suspect.isStillInItsTurn() || over) {
        return false;
      }
      suspect.carrier().isStuck();
      Carrier spare = compensation.replace(suspect.carrier());
      if (spare != null) {
        rouse(spare);
      }
      return spare != null;
    } finally {
      unlock();
    }
  }

  /** Starts a carrier that serves nobody yet, if there may be one more; true if it did. */
  boolean addSpare() {
    lock.lock();
    boolean wanted = !over && compensation.wantsSpare();
    int number = wanted ? ++hired : 0;
    present += wanted ? 1 : 0;
    unlock();
    if (!wanted) {
      return false;
    }
    try {
      Carrier spare = factory.make(this, number);
      spare.replaced = true; // so that it lies down among the spares
      spare.start();
      return true;
    } catch (Throwable e) {
      lock.lock();
      compensation.failedToMake();
      unlock();
      isAbsent();
      throw e;
    }
  }

  // The end.

  /** No strand comes from outside any more; what is there is worked off. */
  void close() {
    enter();
    try {
      closed = true;
      endIfDone();
    } finally {
      unlock();
    }
  }

  private void endIfDone() {
    if (!closed || over || !population.isDone()) {
      return;
    }
    if (population.live().size() > 0) {
      endedBeforeCarriers = true; // abandoned tasks do not count, but go on
      return;
    }
    over = true;
    for (Carrier carrier = idle.pollFirst(); carrier != null; carrier = idle.pollFirst()) {
      rouse(carrier);
    }
    for (Carrier spare = compensation.take(); spare != null; spare = compensation.take()) {
      rouse(spare);
    }
  }

  /** Whether the last carrier has left, for the ticker. */
  boolean isGone() {
    lock.lock();
    boolean gone = over && present == 0;
    unlock();
    return gone;
  }

  long time() {
    return clock.getAsLong();
  }

  boolean isClosed() {
    return closed;
  }

  /** No strand comes any more; gives all that are there, by age. */
  List<Strand> end() {
    enter();
    try {
      closed = true;
      List<Strand> all = population.all();
      endIfDone();
      return all;
    } finally {
      unlock();
    }
  }

  /** Whether a strand can run and has no carrier. */
  boolean isStarved(Strand strand) {
    enter();
    boolean starved = strand.canRun();
    unlock();
    return starved;
  }

  /** A task was interrupted and has not ended in time: the pool does not wait for it any more. */
  void abandon(Strand strand) {
    enter();
    try {
      if (population.abandon(strand)) {
        admitHeld();
        endIfDone();
      }
    } finally {
      unlock();
    }
  }

  /** A task of this scheduler waits for others: in its stead one more may be alive. */
  void taskWaits(@Nullable Strand awaited) {
    enter();
    try {
      population.taskWaits(1);
      if (awaited != null && population.takeHeld(awaited)) {
        admit(awaited, now());
      } else {
        admitHeld();
      }
    } finally {
      unlock();
    }
  }

  void taskWaitsNoMore() {
    enter();
    population.taskWaits(-1);
    unlock();
  }

  /** CPU time of a strand so far. */
  long cpuNanos(Strand strand) {
    Carrier on = carrierOf(strand);
    long cpu = on == null ? -1 : on.cpuClock();
    enter();
    try {
      long account = strand.cpuNanos() - strand.overcharged;
      return on != null && on.strand() == strand
          ? account + on.usedSoFar(strand, now(), cpu) - on.charged // some may be charged ahead
          : account;
    } finally {
      unlock();
    }
  }

  private @Nullable Carrier carrierOf(Strand strand) {
    enter();
    try {
      for (int i = 0; i < serving.size(); i++) {
        if (serving.get(i).strand() == strand) {
          return serving.get(i);
        }
      }
      return compensation.carrierOf(strand);
    } finally {
      unlock();
    }
  }

  SliceStats stats() {
    SliceStats counts;
    Throwable failure;
    enter();
    try {
      failure = queue.failure();
      counts = counts();
    } finally {
      unlock();
    }
    return failure == null
        ? counts
        : counts.withPolicyFailure(failure); // asks the user's exception
  }

  private SliceStats counts() {
    return new SliceStats(
        population.live().size(),
        queue.size(),
        turns,
        expired,
        preempted,
        pinned.sum(),
        compensation.overdue(),
        compensation.idleSpares(),
        compensation.replacements(),
        compensation.shortages(),
        "");
  }

  long submitted() {
    enter();
    long count = submitted;
    unlock();
    return count;
  }

  /** How many strands live that the pool waits for. */
  long alive() {
    enter();
    long alive = population.alive();
    unlock();
    return alive;
  }

  long abandoned() {
    enter();
    long count = population.abandoned();
    unlock();
    return count;
  }

  CountDownLatch gone() {
    return gone;
  }
}
