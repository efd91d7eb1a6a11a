package dev.rota.slice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spare carriers. Polls do not reach code of the JDK, class initialisers and native calls: a
 * carrier that does not come back from there gets a spare one in its place, which serves the queue
 * while the operating system shares the processors between the two. When the overdue strand comes
 * down its carrier becomes a spare itself. Under the lock.
 */
final class Compensation {

  /** How long a turn may last before anybody asks whether it stands still. */
  static final long LOOK_NANOS = 2_000_000;

  private static final int MARKED_LOOKS = 8; // an overdue carrier is marked at one look of so many

  private final int most;
  private final List<Carrier> serving;
  private final List<Carrier> overdue = new ArrayList<>(); // those that are replaced
  private final ArrayDeque<Carrier> spares = new ArrayDeque<>();
  private int made;
  private int coming; // of them, those that are starting
  private boolean wanted;
  private long lastLook;
  private long looks;
  private long replacements;
  private long shortages;

  Compensation(int most, List<Carrier> serving) {
    this.most = most;
    this.serving = serving;
  }

  /** When the ticker is to look for the sake of a strand that was added now. */
  long nextLook(long now) {
    return Math.max(now, lastLook + LOOK_NANOS);
  }

  /** Names those that may stand still while others wait; returns when to look again. */
  long look(long now, boolean othersWait, List<Suspect> suspects) {
    lastLook = now;
    looks++;
    if (othersWait) {
      for (int i = 0; i < serving.size(); i++) {
        Suspect suspect = Suspect.of(serving.get(i));
        if (mayStandStill(suspect.carrier(), now) && !suspects.contains(suspect)) {
          suspects.add(suspect);
        }
      }
    }
    for (int i = 0; i < overdue.size(); i++) {
      Carrier carrier = overdue.get(i);
      if (mayStandStill(carrier, now)) {
        suspects.add(Suspect.of(carrier));
      }
      remark(carrier, now);
    }
    return othersWait || !overdue.isEmpty() ? now + LOOK_NANOS : Long.MAX_VALUE;
  }

  private static boolean mayStandStill(Carrier carrier, long now) {
    return carrier.strand() != null && now - carrier.begun() >= LOOK_NANOS / 2;
  }

  /** As long as somebody is marked all polls of the JVM are slow, so it is not for all the time. */
  private void remark(Carrier carrier, long now) {
    if (looks % MARKED_LOOKS == 0 && carrier.strand() != null) {
      carrier.mark(Carrier.EXPIRED, now);
    } else {
      carrier.unmark();
    }
  }

  /** A spare that serves in that carrier's place from now on; null if there is none. */
  @Nullable Carrier replace(Carrier carrier) {
    int place = serving.indexOf(carrier);
    if (place < 0) {
      return null; // it is replaced
    }
    Carrier spare = spares.pollFirst();
    if (spare == null) {
      wanted = true;
      if (made >= most && coming == 0 && carrier.missedIn != carrier.turn()) {
        carrier.missedIn = carrier.turn(); // it is asked for again and again, and counts once
        shortages++;
      }
      return null;
    }
    serving.set(place, spare);
    overdue.add(carrier);
    carrier.replaced = true;
    carrier.isOverdue(true);
    replacements++;
    return spare;
  }

  /** Whether a spare was missed and one more may be made, which is counted as made. */
  boolean wantsSpare() {
    boolean makes = wanted && made < most;
    wanted = false;
    made += makes ? 1 : 0;
    coming += makes ? 1 : 0;
    return makes;
  }

  /** The one that was counted as made could not be. */
  void failedToMake() {
    made--;
    coming--;
  }

  /** A carrier came back, or is new: it lies down. */
  void retire(Carrier carrier) {
    if (!overdue.remove(carrier)) {
      coming--;
    }
    carrier.replaced = false;
    spares.addFirst(carrier);
  }

  @Nullable Carrier take() {
    return spares.pollFirst();
  }

  @Nullable Carrier carrierOf(Strand strand) {
    for (int i = 0; i < overdue.size(); i++) {
      if (overdue.get(i).strand() == strand) {
        return overdue.get(i);
      }
    }
    return null;
  }

  /** Those that are replaced, and have not come back. */
  List<Carrier> replaced() {
    return overdue;
  }

  int overdue() {
    return overdue.size();
  }

  int idleSpares() {
    return spares.size();
  }

  long replacements() {
    return replacements;
  }

  long shortages() {
    return shortages;
  }
}
