package dev.rota.share;

import dev.rota.linux.ProcessEnds;
import dev.rota.linux.ProcessIdentity;
import dev.rota.share.Members.Member;
import java.io.IOException;

/**
 * Two threads that wait on behalf of all waiters that this process has in a region: one for the
 * process's bell, to unpark those that park, and one for the ends of the other processes, to clear
 * up after them. They start with the first waiter, and sleep until something happens.
 */
final class Keeper {

  private static final long STACK_BYTES = 1 << 18;

  private final Attachment region;
  private final Members members;
  private final ProcessEnds<Member> ends;
  private volatile boolean stopped;

  Keeper(Attachment region) throws IOException {
    this.region = region;
    this.members = region.members();
    this.ends = new ProcessEnds<>();
  }

  /** The region is in use by the caller. */
  void start() {
    region.use();
    region.use();
    thread("rota-share-bell", this::listen).start();
    thread("rota-share-ends", this::watch).start();
  }

  /** Has both threads end, soon; both use the region until then. */
  void stop() {
    stopped = true;
    members.ring(region.own().index());
    ends.wakeUp();
  }

  private void listen() {
    try {
      int epoch = members.epoch();
      while (!stopped) {
        int bell = members.bell(region.own());
        region.rooms().forEach(Room::heard);
        if (members.epoch() != epoch) {
          epoch = members.epoch();
          ends.wakeUp(); // there is one more to watch
        }
        if (!stopped) {
          members.awaitBell(region.own(), bell);
        }
      }
    } finally {
      region.leave();
    }
  }

  private void watch() {
    try {
      while (!stopped) {
        watchAll();
        if (!stopped) {
          ends.await().forEach(this::ended);
        }
      }
    } finally {
      ends.close();
      region.leave();
    }
  }

  /** Watches who has come, and no longer who has gone. */
  private void watchAll() {
    for (Member member : ends.keys()) {
      if (!members.isLive(member)) {
        ends.forget(member);
      }
    }
    for (int i = 0; i < members.count(); i++) {
      Member member = members.at(i);
      if (member != null && !member.equals(region.own()) && !ends.isWatched(member)) {
        watch(member);
      }
    }
  }

  private void watch(Member member) {
    ProcessIdentity process = members.identity(member);
    if (members.isBuried(member)
        || (!ends.watch(member, process) && members.isLive(member) && process.isGone())) {
      region.bury(member);
    }
  }

  /** Unless it has given its place to another. */
  private void ended(Member member) {
    ends.forget(member);
    if (members.identity(member).isGone()) {
      region.bury(member);
    }
  }

  private static Thread thread(String name, Runnable body) {
    return Thread.ofPlatform().daemon().name(name).stackSize(STACK_BYTES).unstarted(body);
  }
}
