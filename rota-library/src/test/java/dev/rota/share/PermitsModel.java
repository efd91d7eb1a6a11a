package dev.rota.share;

import java.util.ArrayList;
import java.util.List;

/**
 * {@link OwnedPermits} as a model of processes that each take a permit and give it back, and may be
 * killed before any step. Others clear up after the dead, several at once, and may be killed too.
 */
final class PermitsModel implements StateSearch.Model {

  /** Ways to get it wrong. */
  enum Break {
    NONE,
    NOT_COPIED,
    COPIED_WITHOUT_A_SECOND_LOOK,
    CHANGES_NOT_COUNTED,
    TAKEN_BACK_FROM_THE_TABLE_ONLY,
    TAKEN_BACK_IN_TWO_STEPS,
  }

  // The word: available, held by the last, the last, changes.
  private static final int HELD_SHIFT = 3;
  private static final int LAST_SHIFT = 6;
  private static final int CHANGES_SHIFT = 9;
  private static final int FIELD = 7;

  // Steps, of a process and of whoever clears up.
  private static final int READ = 0;
  private static final int READ_TABLE = 1;
  private static final int LOOK_AGAIN = 2;
  private static final int COPY = 3;
  private static final int READ_OWN = 4;
  private static final int CHANGE = 5;
  private static final int SECOND_STEP = 6;
  private static final int DONE = 7;
  private static final int DEAD = 8;

  private static final int PC = 0;
  private static final int NOW = 1;
  private static final int THERE = 2;
  private static final int HELD = 3;
  private static final int ROUND = 4; // 0 takes, 1 gives back
  private static final int TABLE = 5; // of a cleaner: whose place it clears, +1
  private static final int CLEARED = 6;
  private static final int BLOCK = 7;
  private static final int WORD = 0;
  private static final int KILLS = 1;
  private static final int SHARED = 2;

  private final int processes;
  private final int cleaners;
  private final int permits;
  private final int kills;
  private final Break broken;

  PermitsModel(int processes, int cleaners, int permits, int kills, Break broken) {
    this.processes = processes;
    this.cleaners = cleaners;
    this.permits = permits;
    this.kills = kills;
    this.broken = broken;
  }

  @Override
  public int[] initial() {
    int[] s = new int[SHARED + (processes + cleaners) * BLOCK];
    s[WORD] = permits;
    return s;
  }

  private static int at(int agent, int field) {
    return SHARED + agent * BLOCK + field;
  }

  private static int available(int word) {
    return word & FIELD;
  }

  private static int held(int word) {
    return (word >> HELD_SHIFT) & FIELD;
  }

  private static int last(int word) {
    return (word >> LAST_SHIFT) & FIELD;
  }

  private static int changes(int word) {
    return word >> CHANGES_SHIFT;
  }

  private int word(int now, int available, int held, int last) {
    int next = broken == Break.CHANGES_NOT_COUNTED ? 0 : changes(now) + 1;
    return (next << CHANGES_SHIFT) | (last << LAST_SHIFT) | (held << HELD_SHIFT) | available;
  }

  private static int copy(int word) {
    return (changes(word) << HELD_SHIFT) | held(word);
  }

  @Override
  public List<int[]> next(int[] state) {
    List<int[]> next = new ArrayList<>();
    for (int p = 0; p < processes; p++) {
      int pc = state[at(p, PC)];
      if (pc == DONE || pc == DEAD) {
        continue;
      }
      step(state, p, p, next);
      if (state[KILLS] < kills) {
        int[] s = state.clone();
        s[KILLS]++;
        s[at(p, PC)] = DEAD;
        next.add(s);
      }
    }
    for (int c = processes; c < processes + cleaners; c++) {
      clean(state, c, next);
    }
    return next;
  }

  private void clean(int[] state, int cleaner, List<int[]> next) {
    int target = state[at(cleaner, TABLE)] - 1;
    if (target >= 0) {
      step(state, cleaner, target, next);
      int[] s = state.clone(); // killed on the way
      for (int field = 0; field < BLOCK; field++) {
        s[at(cleaner, field)] = 0;
      }
      next.add(s);
      return;
    }
    for (int p = 0; p < processes; p++) {
      if (state[at(p, PC)] == DEAD && state[at(p, CLEARED)] == 0) {
        int[] s = state.clone();
        s[at(cleaner, TABLE)] = p + 1;
        next.add(s);
      }
    }
  }

  /** One step of an agent that changes the number of a process: its own, or one that is dead. */
  private void step(int[] state, int agent, int whose, List<int[]> next) {
    int[] s = state.clone();
    int now = s[at(agent, NOW)];
    int to;
    switch (s[at(agent, PC)]) {
      case READ -> {
        now = s[WORD];
        s[at(agent, NOW)] = now;
        if (agent < processes && s[at(agent, ROUND)] == 0 && available(now) == 0) {
          return; // waits
        }
        boolean copies = last(now) != whose && broken != Break.NOT_COPIED;
        to = copies ? READ_TABLE : READ_OWN;
      }
      case READ_TABLE -> {
        s[at(agent, THERE)] = s[at(last(now), TABLE)];
        boolean there = s[at(agent, THERE)] == copy(now);
        boolean looks = broken != Break.COPIED_WITHOUT_A_SECOND_LOOK;
        to = there ? READ_OWN : looks ? LOOK_AGAIN : COPY;
      }
      case LOOK_AGAIN -> to = s[WORD] == now ? COPY : READ;
      case COPY -> {
        boolean same = s[at(last(now), TABLE)] == s[at(agent, THERE)];
        if (same) {
          s[at(last(now), TABLE)] = copy(now);
        }
        to = same ? READ_OWN : READ;
      }
      case READ_OWN -> {
        boolean inWord = last(now) == whose;
        boolean tableOnly = broken == Break.TAKEN_BACK_FROM_THE_TABLE_ONLY && agent >= processes;
        int entry = s[at(whose, TABLE)] & FIELD;
        s[at(agent, HELD)] = inWord && !tableOnly ? held(now) : entry;
        to = CHANGE;
      }
      case CHANGE -> to = change(s, agent, whose, now);
      case SECOND_STEP -> {
        int word = s[WORD];
        s[WORD] = word + s[at(agent, HELD)];
        to = cleared(s, whose);
      }
      default -> throw new AssertionError(s[at(agent, PC)]);
    }
    s[at(agent, PC)] = to;
    if (to == READ || to == DONE) {
      for (int field : new int[] {NOW, THERE, HELD}) {
        s[at(agent, field)] = 0;
      }
      if (agent >= processes && to == DONE) {
        s[at(agent, PC)] = READ;
        s[at(agent, TABLE)] = 0;
      }
    }
    next.add(s);
  }

  private int change(int[] s, int agent, int whose, int now) {
    if (s[WORD] != now) {
      return READ;
    }
    int held = s[at(agent, HELD)];
    if (agent >= processes) {
      if (broken == Break.TAKEN_BACK_IN_TWO_STEPS) {
        s[WORD] = word(now, available(now), 0, whose);
        return SECOND_STEP;
      }
      s[WORD] = word(now, available(now) + held, 0, whose);
      return cleared(s, whose);
    }
    boolean takes = s[at(agent, ROUND)] == 0;
    if (!takes && held == 0) {
      s[WORD] = FIELD; // it is told that it does not have what it has: more than there are, say
      return DONE;
    }
    s[WORD] =
        takes
            ? word(now, available(now) - 1, held + 1, whose)
            : word(now, available(now) + 1, held - 1, whose);
    s[at(agent, ROUND)]++;
    return takes ? READ : DONE;
  }

  private static int cleared(int[] s, int whose) {
    s[at(whose, CLEARED)] = 1;
    return DONE;
  }

  @Override
  public String wrong(int[] s, boolean last) {
    int taken = 0;
    for (int p = 0; p < processes; p++) {
      boolean has = s[at(p, PC)] != DEAD && s[at(p, ROUND)] == 1;
      taken += has ? 1 : 0;
    }
    if (available(s[WORD]) + taken > permits) {
      return "more permits than there are";
    }
    return last && available(s[WORD]) != permits ? "permits are lost" : null;
  }
}
