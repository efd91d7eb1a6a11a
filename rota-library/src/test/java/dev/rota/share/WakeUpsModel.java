package dev.rota.share;

import java.util.ArrayList;
import java.util.List;

/**
 * The waiting of {@link SharedSemaphore} where it is not fair, and of {@link Room}, as a model of
 * processes with one thread each. What is compared and set is one step here, and so is ringing and
 * waking: see {@link PermitsModel} and {@link MutexModel} for these. The first process begins with
 * all permits, gives them back one by one, and then does as the others: takes one, waiting if need
 * be, and gives it back. Each may be killed before any step, and give up waiting; then what it had
 * is given back for it.
 */
@SuppressWarnings("EnumOrdinal") // states are arrays of small numbers
final class WakeUpsModel implements StateSearch.Model {

  /** Ways to get it wrong. */
  enum Break {
    NONE,
    WAKE_UP_KEPT_BY_WHO_PASSES,
    WAKE_UP_KEPT_BY_WHO_GIVES_UP,
    WAKE_UP_OF_THE_DEAD_FORGOTTEN,
    PERMITS_OF_THE_DEAD_WAKE_NOBODY,
    NOTE_NOT_PUT_BACK_BY_WHO_SLEEPS_AGAIN,
    NOTE_TAKEN_AWAY_WITHOUT_A_WAKE_UP,
    BELL_READ_AFTER_TRYING,
    TICKET_OF_THE_DEAD_STAYS,
  }

  // The word: a note that somebody waits, available.
  private static final int WAITED = 1;
  private static final int AVAILABLE = 2; // one permit

  private enum Step {
    START,
    PUT_UP,
    READ_BELL,
    TRY,
    SLEEP,
    ASLEEP,
    TAKE_DOWN,
    GIVE_UP,
    LOOK_IF_OPEN,
    FIND_FOR_ANOTHER,
    RELEASE,
    FIND_OLDEST,
    RING,
    DONE,
    DEAD,
    CLEARED
  }

  private static final Step[] STEPS = Step.values();

  // The state: shared first, then a block for each process.
  private static final int WORD = 0;
  private static final int TICKETS = 1;
  private static final int KILLS = 2;
  private static final int SHARED = 3;
  private static final int PC = 0;
  private static final int FOUND = 1; // waiter found, +1
  private static final int SLOT = 2;
  private static final int RUNG = 3; // since the bell was read
  private static final int ANNOUNCED = 4;
  private static final int HELD = 5;
  private static final int TAKES = 6; // how often it is still to take one
  private static final int BLOCK = 7;

  private final int processes;
  private final int permits;
  private final int kills;
  private final Break broken;

  WakeUpsModel(int processes, int permits, int kills, Break broken) {
    this.processes = processes;
    this.permits = permits;
    this.kills = kills;
    this.broken = broken;
  }

  @Override
  public int[] initial() {
    int[] s = new int[SHARED + processes * BLOCK];
    for (int p = 0; p < processes; p++) {
      s[at(p, TAKES)] = 1;
    }
    s[at(0, HELD)] = permits;
    s[at(0, PC)] = Step.RELEASE.ordinal();
    return s;
  }

  private static int at(int process, int field) {
    return SHARED + process * BLOCK + field;
  }

  private static Step pc(int[] s, int p) {
    return STEPS[s[at(p, PC)]];
  }

  private static int available(int word) {
    return word / AVAILABLE;
  }

  @Override
  public List<int[]> next(int[] state) {
    List<int[]> next = new ArrayList<>();
    for (int p = 0; p < processes; p++) {
      Step step = pc(state, p);
      switch (step) {
        case DONE, CLEARED -> {}
        case DEAD -> clearUp(state, p, next);
        default -> {
          step(state, p, step, next);
          if (state[KILLS] < kills) {
            int[] s = state.clone();
            s[KILLS]++;
            s[at(p, PC)] = Step.DEAD.ordinal();
            s[at(p, FOUND)] = 0;
            next.add(s);
          }
        }
      }
    }
    return next;
  }

  private void step(int[] state, int p, Step step, List<int[]> next) {
    int[] s = state.clone();
    Step to =
        switch (step) {
          case START -> take(s, p) ? inside(s, p) : Step.PUT_UP;
          case PUT_UP -> {
            s[at(p, SLOT)] = ++s[TICKETS];
            yield Step.READ_BELL;
          }
          case READ_BELL -> {
            s[at(p, RUNG)] = 0;
            yield Step.TRY;
          }
          case TRY -> tryPass(s, p);
          case SLEEP -> {
            int[] t = s.clone(); // it has waited long enough
            t[at(p, PC)] = Step.GIVE_UP.ordinal();
            next.add(t);
            boolean rung = s[at(p, RUNG)] == 1 && broken != Break.BELL_READ_AFTER_TRYING;
            yield rung ? Step.READ_BELL : Step.ASLEEP;
          }
          case ASLEEP -> null; // only a waker leads on
          case TAKE_DOWN -> {
            takeDown(s, p);
            yield Step.LOOK_IF_OPEN;
          }
          case GIVE_UP -> {
            takeDown(s, p);
            s[at(p, TAKES)] = 0;
            boolean wakes = broken != Break.WAKE_UP_KEPT_BY_WHO_GIVES_UP;
            yield wakes ? Step.FIND_FOR_ANOTHER : inside(s, p);
          }
          case LOOK_IF_OPEN -> {
            boolean noteGone =
                (s[WORD] & WAITED) == 0 && broken != Break.WAKE_UP_KEPT_BY_WHO_PASSES;
            yield available(s[WORD]) > 0 || noteGone ? Step.FIND_FOR_ANOTHER : inside(s, p);
          }
          case FIND_FOR_ANOTHER, FIND_OLDEST -> {
            s[at(p, FOUND)] = oldest(s);
            yield s[at(p, FOUND)] == 0 ? inside(s, p) : Step.RING;
          }
          case RELEASE -> release(s, p);
          case RING -> {
            ring(s, s[at(p, FOUND)] - 1);
            yield inside(s, p);
          }
          default -> throw new AssertionError(step);
        };
    if (to != null) {
      s[at(p, PC)] = to.ordinal();
      next.add(s);
    }
  }

  private Step tryPass(int[] s, int p) {
    if (take(s, p)) {
      s[WORD] |= WAITED;
      return Step.TAKE_DOWN;
    }
    boolean note = (s[WORD] & WAITED) != 0 || broken == Break.NOTE_NOT_PUT_BACK_BY_WHO_SLEEPS_AGAIN;
    if (s[at(p, ANNOUNCED)] == 1 && note) {
      return Step.SLEEP;
    }
    s[WORD] |= WAITED;
    s[at(p, ANNOUNCED)] = 1;
    return Step.TRY; // looks again
  }

  private static boolean take(int[] s, int p) {
    if (available(s[WORD]) == 0) {
      return false;
    }
    s[WORD] -= AVAILABLE;
    s[at(p, HELD)]++;
    s[at(p, TAKES)]--;
    return true;
  }

  private Step release(int[] s, int p) {
    boolean waited = (s[WORD] & WAITED) != 0;
    s[WORD] = (s[WORD] + AVAILABLE) & ~WAITED;
    s[at(p, HELD)]--;
    boolean wakes = waited && broken != Break.NOTE_TAKEN_AWAY_WITHOUT_A_WAKE_UP;
    return wakes ? Step.FIND_OLDEST : inside(s, p);
  }

  /** It is out of the room and of the semaphore's code: on to what it has to do next. */
  private static Step inside(int[] s, int p) {
    s[at(p, FOUND)] = 0;
    s[at(p, RUNG)] = 0; // read before the next wait
    if (s[at(p, HELD)] > 0) {
      return Step.RELEASE;
    }
    return s[at(p, TAKES)] > 0 ? Step.START : Step.DONE;
  }

  private static void takeDown(int[] s, int p) {
    s[at(p, SLOT)] = 0;
    s[at(p, ANNOUNCED)] = 0;
  }

  /** Whose ticket is the lowest, +1; 0 if there is none. */
  private int oldest(int[] s) {
    int found = 0;
    for (int p = 0; p < processes; p++) {
      int slot = s[at(p, SLOT)];
      if (slot != 0 && (found == 0 || slot < s[at(found - 1, SLOT)])) {
        found = p + 1;
      }
    }
    return found;
  }

  private static void ring(int[] s, int p) {
    s[at(p, RUNG)] = 1;
    if (pc(s, p) == Step.ASLEEP) {
      s[at(p, PC)] = Step.READ_BELL.ordinal();
    }
  }

  /** Three steps: takes its ticket down, gives back what it had, and wakes the oldest. */
  private void clearUp(int[] state, int dead, List<int[]> next) {
    int[] s = state.clone();
    if (s[at(dead, SLOT)] != 0 && broken != Break.TICKET_OF_THE_DEAD_STAYS) {
      s[at(dead, SLOT)] = 0;
    } else if (s[at(dead, HELD)] > 0) {
      s[WORD] += s[at(dead, HELD)] * AVAILABLE;
      s[at(dead, HELD)] = 0;
      s[at(dead, FOUND)] = -1; // it had some
    } else {
      boolean had = s[at(dead, FOUND)] == -1;
      boolean wakes =
          switch (broken) {
            case WAKE_UP_OF_THE_DEAD_FORGOTTEN -> had;
            case PERMITS_OF_THE_DEAD_WAKE_NOBODY -> !had;
            default -> true;
          };
      int oldest = wakes ? oldest(s) : 0;
      if (oldest != 0) {
        ring(s, oldest - 1);
      }
      s[at(dead, PC)] = Step.CLEARED.ordinal();
    }
    next.add(s);
  }

  @Override
  public String wrong(int[] s, boolean last) {
    int sum = available(s[WORD]);
    for (int p = 0; p < processes; p++) {
      sum += s[at(p, HELD)];
      if (last && pc(s, p) == Step.ASLEEP) {
        return "process " + p + " sleeps for ever";
      }
    }
    return sum == permits ? null : "there are " + sum + " permits";
  }
}
