package dev.rota.slice;

class LentTurnsTest extends LentTurns {

  LentTurnsTest() {
    super(_ -> new Mutex());
  }
}
