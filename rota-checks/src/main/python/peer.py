"""Measures Python's pools of processes for the comparison.

Called with executor or pool, the number of workers, the size of the window and a start
method. Each line of the input is a way, a work, a count and the bytes of a value; each line of the
output the nanoseconds it took: of every task for one_by_one, else of all together.
"""

import collections
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter_ns

CHUNK = 100


def echo(value):
    return value


def one_by_one(call, payload, count):
    times = []
    for _ in range(count):
        start = perf_counter_ns()
        call(payload)
        times.append(perf_counter_ns() - start)
    return times


def window(submit, result, payload, count, size):
    under_way = collections.deque()
    start = perf_counter_ns()
    for _ in range(count):
        if len(under_way) == size:
            result(under_way.popleft())
        under_way.append(submit(payload))
    while under_way:
        result(under_way.popleft())
    return [perf_counter_ns() - start]


def consume(mapping, inputs, chunk):
    start = perf_counter_ns()
    results = sum(1 for _ in mapping(echo, inputs, chunksize=chunk))
    nanos = perf_counter_ns() - start
    assert results == len(inputs)
    return [nanos]


def payload(length):
    """Not zeros: memory that nobody has written to is cheaper to read."""
    return b"r" * length


def inputs(count, length):
    """Each an object of its own: of one object a hundred times pickle sends one."""
    return [payload(length) for _ in range(count)] if length else list(range(count))


class Executor:
    def __init__(self, context, workers, size):
        self.pool, self.size = ProcessPoolExecutor(workers, mp_context=context), size

    def measure(self, way, work, count, length):
        def submit(value):
            return self.pool.submit(echo, value)

        if work == "one_by_one":
            return one_by_one(lambda value: submit(value).result(), payload(length), count)
        if work == "window":
            return window(submit, lambda future: future.result(), payload(length), count, self.size)
        return consume(self.pool.map, inputs(count, length), CHUNK)

    def close(self):
        self.pool.shutdown()


class Pool:
    def __init__(self, context, workers, size):
        self.pool, self.size = context.Pool(workers), size

    def measure(self, way, work, count, length):
        def submit(value):
            return self.pool.apply_async(echo, (value,))

        if work == "one_by_one":
            return one_by_one(lambda value: self.pool.apply(echo, (value,)), payload(length), count)
        if work == "window" and way == "apply_async":
            return window(submit, lambda result: result.get(), payload(length), count, self.size)
        if work == "window":
            return consume(self.pool.imap, inputs(count, length), 1)
        return consume(self.pool.imap, inputs(count, length), CHUNK)

    def close(self):
        self.pool.terminate()


def main():
    kind, workers, size, method = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    kinds = {"executor": Executor, "pool": Pool}
    measured = kinds[kind](multiprocessing.get_context(method), workers, size)
    for line in sys.stdin:
        way, work, count, length = line.split()
        print(*measured.measure(way, work, int(count), int(length)), flush=True)
    measured.close()


if __name__ == "__main__":
    main()
