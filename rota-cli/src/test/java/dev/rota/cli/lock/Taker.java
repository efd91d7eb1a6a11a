package dev.rota.cli.lock;

import dev.rota.share.SharedRegion;

/** A process that takes two mutexes, the second when told to. */
final class Taker {
  private Taker() {}

  /** Arguments: region, first mutex, second mutex. */
  public static void main(String[] arguments) throws Exception {
    try (SharedRegion region = SharedRegion.openOrCreate(arguments[0], 1 << 16)) {
      region.mutex(arguments[1]).lock();
      System.out.println("has " + arguments[1]);
      System.in.read();
      region.mutex(arguments[2]).lock();
      System.out.println("has " + arguments[2]);
    }
  }
}
