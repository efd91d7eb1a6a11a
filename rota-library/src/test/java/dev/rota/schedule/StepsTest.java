package dev.rota.schedule;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The structures behind the policies take O(log n) steps, counted, from 10 to a million entries,
 * and give out what a plain search would.
 */
class StepsTest {
  private static final List<Integer> SIZES = List.of(10, 100, 1000, 10_000, 100_000, 1_000_000);
  private static final int ROUNDS = 2000;

  private long steps;

  private <E> Comparator<E> counted(Comparator<E> order) {
    return (one, other) -> {
      steps++;
      return order.compare(one, other);
    };
  }

  private static double log2(int n) {
    return Math.log(n) / Math.log(2);
  }

  private static final class Number extends Heap.Entry {
    long value;

    Number(long value) {
      this.value = value;
    }
  }

  @Test
  void aHeapTakesLogarithmicSteps() {
    for (int n : SIZES) {
      var random = new Random(n);
      var heap = new Heap<Number>(counted(comparingLong(number -> number.value)));
      var numbers = new ArrayList<Number>();
      for (int i = 0; i < n; i++) {
        numbers.add(new Number(random.nextLong()));
        heap.add(numbers.getLast());
      }
      steps = 0;
      for (int i = 0; i < ROUNDS; i++) {
        Number moved = numbers.get(random.nextInt(n));
        moved.value = random.nextLong();
        heap.moved(moved);
        Number removed = numbers.get(random.nextInt(n));
        heap.remove(removed);
        heap.add(removed);
      }
      assertThat(steps / (double) ROUNDS).as("n = %d", n).isLessThan(3 * (2 * log2(n) + 4));
    }
  }

  @Test
  void aHeapGivesOutTheLeast() {
    var random = new Random(1);
    var heap = new Heap<Number>(comparingLong(number -> number.value));
    var model = new ArrayList<Number>();
    for (int i = 0; i < 20_000; i++) {
      if (model.isEmpty() || random.nextInt(20) < (i < 10_000 ? 11 : 9)) {
        model.add(new Number(random.nextInt(100)));
        heap.add(model.getLast());
      } else {
        Number changed = model.get(random.nextInt(model.size()));
        changed.value = random.nextInt(100);
        heap.moved(changed);
        heap.remove(model.remove(random.nextInt(model.size())));
      }
      long least = model.stream().mapToLong(number -> number.value).min().orElse(-1);
      Number first = heap.first();
      assertThat(first == null ? -1 : first.value).isEqualTo(least);
    }
  }

  @Test
  void theTreeOfDeadlinesTakesLogarithmicSteps() {
    for (int n : SIZES) {
      var random = new Random(n);
      var tree = new EligibleTree(counted(EligibleTree.BY_DEADLINE));
      var requests = new ArrayList<EligibleTree.Request>();
      for (int i = 0; i < n; i++) {
        var request = new EligibleTree.Request(i);
        request.eligible = i; // as sorted as can be
        request.deadline = i + 10;
        requests.add(request);
        tree.add(request);
      }
      steps = 0;
      for (int i = 0; i < ROUNDS; i++) {
        var moved = requests.get(random.nextInt(n));
        tree.remove(moved);
        moved.deadline = random.nextInt(n);
        tree.add(moved);
      }
      // A search in a random binary tree takes 2 ln n = 1.39 log2 n steps on average.
      assertThat(steps / (double) ROUNDS).as("n = %d", n).isLessThan(2 * (1.39 * log2(n) + 6));
    }
  }

  @Test
  void theTreeOfDeadlinesGivesOutTheEarliestThatIsEligible() {
    var random = new Random(1);
    var tree = new EligibleTree(EligibleTree.BY_DEADLINE);
    var model = new ArrayList<EligibleTree.Request>();
    for (int i = 0; i < 20_000; i++) {
      if (model.isEmpty() || random.nextInt(20) < (i < 10_000 ? 11 : 9)) {
        var request = new EligibleTree.Request(i);
        request.eligible = random.nextInt(100);
        request.deadline = request.eligible + random.nextInt(100);
        model.add(request);
        tree.add(request);
      } else {
        tree.remove(model.remove(random.nextInt(model.size())));
      }
      double time = random.nextInt(120);
      double least = model.stream().mapToDouble(r -> r.eligible).min().orElse(0);
      var expected =
          model.stream()
              .filter(request -> request.eligible <= Math.max(time, least))
              .min(EligibleTree.BY_DEADLINE)
              .orElse(null);
      assertThat(tree.earliest(time)).isSameAs(expected);
    }
  }

  private static final class Player extends Tickets.Holder {
    final double tickets;

    Player(double tickets) {
      this.tickets = tickets;
    }
  }

  /** The place of a ticket, among all in the order of the leaves, says who has it. */
  @Test
  void ticketsAreDrawnByTheirNumber() {
    var random = new Random(1);
    var tickets = new Tickets<Player>();
    var players = new ArrayList<Player>(); // the model: removal moves the last into the gap
    for (int i = 0; i < 20_000; i++) {
      if (players.isEmpty() || random.nextInt(20) < (i < 10_000 ? 11 : 9)) {
        players.add(new Player(1 + random.nextInt(9)));
        tickets.add(players.getLast(), players.getLast().tickets);
      } else {
        int gap = random.nextInt(players.size());
        tickets.remove(players.get(gap));
        Player last = players.removeLast();
        if (gap < players.size()) {
          players.set(gap, last);
        }
      }
      if (!players.isEmpty()) {
        double total = players.stream().mapToDouble(player -> player.tickets).sum();
        double where = random.nextInt((int) total) + 0.5;
        assertThat(tickets.draw(where / total)).isSameAs(holder(players, where));
      }
    }
  }

  private static Player holder(List<Player> players, double where) {
    double before = 0;
    for (Player player : players) {
      before += player.tickets;
      if (where < before) {
        return player;
      }
    }
    throw new AssertionError("there are so many tickets");
  }
}
