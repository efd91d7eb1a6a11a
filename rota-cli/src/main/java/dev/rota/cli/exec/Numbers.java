package dev.rota.cli.exec;

import java.util.ArrayDeque;

/** Hands out small numbers, each to one at a time. */
final class Numbers {
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private int next;

  Numbers(int first) {
    this.next = first;
  }

  int take() {
    return free.isEmpty() ? next++ : free.pop();
  }

  void giveBack(int number) {
    free.push(number);
  }
}
