package dev.rota.slice;

import dev.rota.schedule.Fifo;
import dev.rota.schedule.Ready;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The run queue in the hands of several threads, which take the scheduler's lock for each step. */
@Param(name = "strand", gen = IntGen.class, conf = "0:2")
public class RunQueueLincheck {

  private static final Terms TERMS = new Terms("", 1, 0, Long.MAX_VALUE);

  private final SpinLock lock = new SpinLock();
  private final StrandList live = new StrandList();
  private final RunQueue queue = new RunQueue(new Fifo(), live);
  private final List<Strand> strands = new ArrayList<>();

  /** Three strands, none of which is ready. */
  @SuppressWarnings("NullAway") // no scheduler: the queue asks none
  public RunQueueLincheck() {
    for (int i = 0; i < 3; i++) {
      Strand strand = new Strand(null, i, TERMS, null);
      strands.add(strand);
      live.addLast(strand);
    }
  }

  /** Makes a strand ready that is not; false if it is. */
  @Operation
  public boolean add(@Param(name = "strand") int number) {
    lock.lock();
    Strand strand = strands.get(number);
    boolean adds = strand.state != Strand.State.READY;
    if (adds) {
      queue.add(strand, Ready.ARRIVED, 0);
    }
    lock.unlock();
    return adds;
  }

  /** The strand whose turn it is, -1 if none is ready. */
  @Operation
  public long next() {
    lock.lock();
    Strand next = queue.next(0);
    lock.unlock();
    return next == null ? -1 : next.order();
  }

  /** Takes back a strand that is ready; false if it is not. */
  @Operation
  public boolean remove(@Param(name = "strand") int number) {
    lock.lock();
    Strand strand = strands.get(number);
    boolean removes = strand.state == Strand.State.READY && queue.remove(strand, 0);
    if (removes) {
      strand.state = Strand.State.ENDED;
    }
    lock.unlock();
    return removes;
  }

  /** How many are ready; below zero if the policy was dismissed, which has kept its word. */
  @Operation
  public long size() {
    lock.lock();
    long size = queue.failure() == null ? queue.size() : -1;
    lock.unlock();
    return size;
  }

  /** What one thread would see. */
  public static final class Model {
    private final Deque<Integer> ready = new ArrayDeque<>();

    /** As of the queue. */
    public boolean add(int number) {
      return !ready.contains(number) && ready.add(number);
    }

    /** As of the queue. */
    public long next() {
      Integer next = ready.poll();
      return next == null ? -1 : next;
    }

    /** As of the queue. */
    public boolean remove(int number) {
      return ready.remove((Integer) number);
    }

    /** As of the queue. */
    public long size() {
      return ready.size();
    }
  }
}
