package dev.rota.share;

import java.util.ArrayList;
import java.util.List;

/**
 * {@link SharedMutex} and {@link Room} as a model of processes with one thread each, step by step
 * as they read and write shared memory. Each process takes the mutex once and gives it back, the
 * first one also several times; it may be killed before any step, and give up waiting instead of
 * going to sleep. Whoever is alive clears up after the dead, and may itself be killed on the way:
 * then another begins anew.
 */
final class MutexModel implements StateSearch.Model {

  /** Ways to get it wrong. */
  enum Break {
    NONE,
    ANNOUNCEMENTS_DO_NOT_CHANGE_THE_WORD,
    BELL_READ_AFTER_TRYING,
    NOBODY_WOKEN_BY_WHO_GIVES_UP,
    NOBODY_WOKEN_BY_RECOVERY,
    TICKET_OF_THE_DEAD_STAYS,
    OLDEST_FOUND_BEFORE_OPENING,
    NOTE_REMOVED_WITHOUT_LOOKING,
    NOTE_NOT_PUT_BACK_BY_WHO_TAKES,
    NOTE_NOT_PUT_BACK_BY_WHO_SLEEPS_AGAIN,
    NEXT_WOKEN_BY_WHO_GIVES_UP_ONLY_IF_FREE,
    NEXT_WOKEN_BY_RECOVERY_ONLY_IF_FREE,
    NOTE_TAKEN_AWAY_THOUGH_FAIR,
    DEATH_NOT_TOLD,
    DEATH_TOLD_FOR_EVER,
    TAKEN_WITHOUT_COMPARING,
  }

  // The word: owner (0 is nobody), waited, died, announcements.
  private static final int OWNER = 7;
  private static final int WAITED = 8;
  private static final int DIED = 16;
  private static final int ANNOUNCEMENT = 32;

  // Steps of a process.
  private static final int START = 0;
  private static final int LOOK = 1;
  private static final int TAKE = 2;
  private static final int DRAW = 3;
  private static final int PUT_UP = 4;
  private static final int READ_BELL = 5;
  private static final int TRY = 6;
  private static final int TAKE_WAITING = 7;
  private static final int ANNOUNCE = 8;
  private static final int SLEEP = 9;
  private static final int ASLEEP = 10;
  private static final int TAKE_DOWN = 11;
  private static final int INSIDE = 12;
  private static final int UNLOCK = 13;
  private static final int READ_TO_UNLOCK = 14;
  private static final int SCAN_TO_UNLOCK = 15;
  private static final int OPEN = 16;
  private static final int FIND_OLDEST = 17;
  private static final int RING = 18;
  private static final int WAKE = 19;
  private static final int GIVE_UP = 20;
  private static final int LOOK_IF_OPEN = 21;
  private static final int DONE = 22;
  private static final int DEAD = 23;

  // The state: shared first, then a block for each process and one for whoever recovers.
  private static final int WORD = 0;
  private static final int TICKETS = 1;
  private static final int TOLD = 2; // how often somebody took it and was told that the owner died
  private static final int HELD_BY_DEAD = 3; // how often one died that held it
  private static final int KILLS = 4;
  private static final int PASSED = 5; // whether one that came took it although others waited
  private static final int AGAIN = 6; // how often the first process comes again
  private static final int SHARED = 7;
  private static final int PC = 0;
  private static final int NOW = 1; // what was read
  private static final int BELL_SEEN = 2;
  private static final int FOUND = 3; // waiter found, +1
  private static final int SLOT = 4;
  private static final int BELL = 5;
  private static final int ANNOUNCED = 6;
  private static final int TICKET = 7;
  private static final int CLEARED = 8; // of a dead one: all is done
  private static final int BLOCK = 9;
  private static final int RECOVERY = 4; // pc, target, now, found

  private final int processes;
  private final int kills;
  private final int again;
  private final boolean fair;
  private final Break broken;

  MutexModel(int processes, int kills, int again, boolean fair, Break broken) {
    this.processes = processes;
    this.kills = kills;
    this.again = again;
    this.fair = fair;
    this.broken = broken;
  }

  @Override
  public int[] initial() {
    int[] state = new int[SHARED + processes * BLOCK + RECOVERY];
    state[AGAIN] = again;
    return state;
  }

  private static int at(int process, int field) {
    return SHARED + process * BLOCK + field;
  }

  private int recovery(int field) {
    return SHARED + processes * BLOCK + field;
  }

  @Override
  public List<int[]> next(int[] state) {
    List<int[]> next = new ArrayList<>();
    for (int p = 0; p < processes; p++) {
      int pc = state[at(p, PC)];
      if (pc == DONE || pc == DEAD) {
        continue;
      }
      step(state, p, next);
      if (state[KILLS] < kills) {
        kill(state, p, next);
      }
    }
    recover(state, next);
    return next;
  }

  private void kill(int[] state, int p, List<int[]> next) {
    int[] s = state.clone();
    s[KILLS]++;
    s[at(p, PC)] = DEAD;
    if ((s[WORD] & OWNER) == p + 1) {
      s[HELD_BY_DEAD]++;
    }
    for (int field : new int[] {NOW, BELL_SEEN, FOUND, TICKET, ANNOUNCED}) {
      s[at(p, field)] = 0; // nobody sees them any more
    }
    next.add(s);
    if (s[recovery(0)] != 0) { // it may have been the one that was clearing up
      int[] t = s.clone();
      for (int i = 0; i < RECOVERY; i++) {
        t[recovery(i)] = 0;
      }
      next.add(t);
    }
  }

  private void step(int[] state, int p, List<int[]> next) {
    int[] s = state.clone();
    int now = s[at(p, NOW)];
    int pc = s[at(p, PC)];
    int to;
    switch (pc) {
      case START -> {
        to = s[WORD] == 0 ? INSIDE : LOOK;
        if (s[WORD] == 0) {
          s[WORD] = p + 1;
          s[PASSED] |= anybodyWaits(s);
        }
      }
      case LOOK -> {
        s[at(p, NOW)] = s[WORD];
        boolean free = (s[WORD] & OWNER) == 0 && (!fair || (s[WORD] & WAITED) == 0);
        to = free ? TAKE : DRAW;
      }
      case TAKE -> {
        to = take(s, p, now) ? INSIDE : LOOK;
        if (to == INSIDE) {
          s[PASSED] |= anybodyWaits(s);
        }
      }
      case DRAW -> {
        s[at(p, TICKET)] = ++s[TICKETS];
        to = PUT_UP;
      }
      case PUT_UP -> {
        s[at(p, SLOT)] = s[at(p, TICKET)];
        to = READ_BELL;
      }
      case READ_BELL -> {
        s[at(p, BELL_SEEN)] = s[at(p, BELL)];
        to = TRY;
      }
      case TRY -> {
        s[at(p, NOW)] = s[WORD];
        boolean mayTake = (s[WORD] & OWNER) == 0 && (!fair || isOldest(s, p));
        boolean note =
            (s[WORD] & WAITED) != 0 || broken == Break.NOTE_NOT_PUT_BACK_BY_WHO_SLEEPS_AGAIN;
        to = mayTake ? TAKE_WAITING : s[at(p, ANNOUNCED)] == 1 && note ? SLEEP : ANNOUNCE;
      }
      case TAKE_WAITING -> {
        to = take(s, p, now) ? TAKE_DOWN : TRY;
        if (to == TAKE_DOWN && !fair && broken != Break.NOTE_NOT_PUT_BACK_BY_WHO_TAKES) {
          s[WORD] |= WAITED;
        }
      }
      case ANNOUNCE -> {
        to = TRY;
        if (s[WORD] == now) {
          boolean changes = broken != Break.ANNOUNCEMENTS_DO_NOT_CHANGE_THE_WORD;
          s[WORD] = (now | WAITED) + (changes ? ANNOUNCEMENT : 0);
          s[at(p, ANNOUNCED)] = 1;
        }
      }
      case SLEEP -> {
        if (broken == Break.BELL_READ_AFTER_TRYING) {
          s[at(p, BELL_SEEN)] = s[at(p, BELL)];
        }
        int[] t = s.clone(); // it has waited long enough
        t[at(p, PC)] = GIVE_UP;
        next.add(t);
        to = s[at(p, BELL)] == s[at(p, BELL_SEEN)] ? ASLEEP : READ_BELL;
      }
      case ASLEEP -> {
        return; // only a waker leads on
      }
      case TAKE_DOWN -> {
        s[at(p, SLOT)] = 0;
        s[at(p, ANNOUNCED)] = 0;
        to = INSIDE;
      }
      case INSIDE -> {
        if ((s[WORD] & DIED) != 0) {
          s[TOLD]++;
          if (broken != Break.DEATH_TOLD_FOR_EVER) {
            s[WORD] &= ~DIED; // marks it repaired
          }
        }
        to = UNLOCK;
      }
      case UNLOCK -> {
        to = s[WORD] == p + 1 ? DONE : READ_TO_UNLOCK;
        if (to == DONE) {
          s[WORD] = 0;
        }
      }
      case READ_TO_UNLOCK -> {
        s[at(p, NOW)] = s[WORD];
        s[at(p, FOUND)] = 0;
        boolean looks = fair || broken == Break.OLDEST_FOUND_BEFORE_OPENING;
        to = (s[WORD] & WAITED) != 0 && looks ? SCAN_TO_UNLOCK : OPEN;
      }
      case SCAN_TO_UNLOCK -> {
        s[at(p, FOUND)] = broken == Break.NOTE_REMOVED_WITHOUT_LOOKING ? 0 : oldest(s);
        to = OPEN;
      }
      case OPEN -> {
        boolean waited = fair ? s[at(p, FOUND)] != 0 : (now & WAITED) != 0;
        boolean keepsNote = fair && broken != Break.NOTE_TAKEN_AWAY_THOUGH_FAIR;
        if (s[WORD] != now) {
          to = READ_TO_UNLOCK;
        } else {
          s[WORD] = waited && keepsNote ? now & ~OWNER : 0;
          if (broken == Break.DEATH_TOLD_FOR_EVER) {
            s[WORD] |= now & DIED;
          }
          boolean early = broken == Break.OLDEST_FOUND_BEFORE_OPENING;
          to = !waited || (early && s[at(p, FOUND)] == 0) ? DONE : early ? RING : FIND_OLDEST;
        }
      }
      case FIND_OLDEST -> {
        s[at(p, FOUND)] = oldest(s);
        to = s[at(p, FOUND)] == 0 ? DONE : RING;
      }
      case RING -> {
        s[at(s[at(p, FOUND)] - 1, BELL)]++;
        to = WAKE;
      }
      case WAKE -> {
        wake(s, s[at(p, FOUND)] - 1);
        to = DONE;
      }
      case GIVE_UP -> {
        s[at(p, SLOT)] = 0;
        s[at(p, ANNOUNCED)] = 0;
        to =
            switch (broken) {
              case NOBODY_WOKEN_BY_WHO_GIVES_UP -> DONE;
              case NEXT_WOKEN_BY_WHO_GIVES_UP_ONLY_IF_FREE -> LOOK_IF_OPEN;
              default -> FIND_OLDEST;
            };
      }
      case LOOK_IF_OPEN -> to = (s[WORD] & OWNER) == 0 ? FIND_OLDEST : DONE;
      default -> throw new AssertionError(pc);
    }
    s[at(p, PC)] = to;
    if (to == DONE) {
      s[at(p, NOW)] = 0;
      s[at(p, FOUND)] = 0;
      s[at(p, BELL_SEEN)] = 0;
      s[at(p, TICKET)] = 0;
      if (p == 0 && s[AGAIN] > 0) {
        s[AGAIN]--;
        s[at(p, PC)] = START;
      }
    }
    next.add(s);
  }

  private boolean take(int[] s, int p, int now) {
    if (s[WORD] != now && broken != Break.TAKEN_WITHOUT_COMPARING) {
      return false;
    }
    s[WORD] = (now & ~OWNER) | (p + 1);
    return true;
  }

  /** 1 if one does that has said so; of interest if it is fair. */
  private int anybodyWaits(int[] s) {
    for (int p = 0; fair && p < processes; p++) {
      if (s[at(p, ANNOUNCED)] == 1) {
        return 1;
      }
    }
    return 0;
  }

  private boolean isOldest(int[] s, int p) {
    int oldest = oldest(s);
    return oldest == 0 || oldest == p + 1;
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

  private static void wake(int[] s, int p) {
    if (s[at(p, PC)] == ASLEEP) {
      s[at(p, PC)] = READ_BELL;
    }
  }

  /** The steps of whoever clears up; it begins once for each of the dead, or again if killed. */
  private void recover(int[] state, List<int[]> next) {
    int pc = state[recovery(0)];
    int target = state[recovery(1)];
    int[] s = state.clone();
    switch (pc) {
      case 0 -> {
        for (int p = 0; p < processes; p++) {
          if (state[at(p, PC)] == DEAD && state[at(p, CLEARED)] == 0 && anybodyAlive(state)) {
            int[] t = state.clone();
            t[recovery(0)] = 1;
            t[recovery(1)] = p;
            next.add(t);
          }
        }
        return;
      }
      case 1 -> {
        if (broken != Break.TICKET_OF_THE_DEAD_STAYS) {
          s[at(target, SLOT)] = 0;
        }
        s[recovery(0)] = 2;
      }
      case 2 -> {
        s[recovery(2)] = s[WORD];
        s[recovery(0)] = (s[WORD] & OWNER) == target + 1 ? 3 : 4;
      }
      case 3 -> {
        int now = s[recovery(2)];
        if (s[WORD] == now) {
          s[WORD] = (now & ~OWNER) | (broken == Break.DEATH_NOT_TOLD ? 0 : DIED);
        }
        s[recovery(0)] = 2;
      }
      case 4 -> {
        boolean wakes =
            switch (broken) {
              case NOBODY_WOKEN_BY_RECOVERY -> false;
              case NEXT_WOKEN_BY_RECOVERY_ONLY_IF_FREE -> (s[WORD] & OWNER) == 0;
              default -> true;
            };
        s[recovery(0)] = wakes ? 5 : 8;
      }
      case 5 -> {
        s[recovery(3)] = oldest(s);
        s[recovery(0)] = s[recovery(3)] == 0 ? 8 : 6;
      }
      case 6 -> {
        s[at(s[recovery(3)] - 1, BELL)]++;
        s[recovery(0)] = 7;
      }
      case 7 -> {
        wake(s, s[recovery(3)] - 1);
        s[recovery(0)] = 8;
      }
      default -> {
        s[at(target, CLEARED)] = 1;
        for (int i = 0; i < RECOVERY; i++) {
          s[recovery(i)] = 0;
        }
      }
    }
    next.add(s);
  }

  private boolean anybodyAlive(int[] s) {
    for (int p = 0; p < processes; p++) {
      if (s[at(p, PC)] != DEAD) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String wrong(int[] s, boolean last) {
    int inside = 0;
    for (int p = 0; p < processes; p++) {
      int pc = s[at(p, PC)];
      if (pc == INSIDE || pc == UNLOCK || pc == TAKE_DOWN) {
        inside++;
      }
    }
    if (inside > 1) {
      return "two hold the mutex";
    }
    if (fair && s[PASSED] != 0) {
      return "one that came later was before one that waited";
    }
    if (s[TOLD] > s[HELD_BY_DEAD]) {
      return "told twice that an owner died";
    }
    return last ? wrongAtTheEnd(s) : null;
  }

  private String wrongAtTheEnd(int[] s) {
    boolean alive = false;
    for (int p = 0; p < processes; p++) {
      if (s[at(p, PC)] == ASLEEP) {
        return "process " + p + " sleeps for ever";
      }
      alive |= s[at(p, PC)] != DEAD;
    }
    boolean pending = (s[WORD] & DIED) != 0; // the next will be told
    int repaired = s[TOLD] + (pending ? 1 : 0);
    // one that dies before it has looked leaves it to the next: one telling for both
    return alive && s[HELD_BY_DEAD] > 0 && repaired == 0
        ? "nobody is told that an owner died"
        : null;
  }
}
