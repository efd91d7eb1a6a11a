"""Measures concurrent.futures.ProcessPoolExecutor for the comparison.

Called with start method, workers, bytes of the payload and size of the window. Each line of the
input is a work, a count and a size of chunks; each line of the output the nanoseconds it took: of
every task for round_trip, else of all together.
"""

import collections
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter_ns


def echo(value):
    return value


def round_trip(pool, payload, count):
    times = []
    for _ in range(count):
        start = perf_counter_ns()
        pool.submit(echo, payload).result()
        times.append(perf_counter_ns() - start)
    return times


def window(pool, payload, count, size):
    under_way = collections.deque()
    start = perf_counter_ns()
    for _ in range(count):
        if len(under_way) == size:
            under_way.popleft().result()
        under_way.append(pool.submit(echo, payload))
    for future in under_way:
        future.result()
    return [perf_counter_ns() - start]


def all_at_once(pool, payload, count):
    start = perf_counter_ns()
    futures = [pool.submit(echo, payload) for _ in range(count)]
    for future in futures:
        future.result()
    return [perf_counter_ns() - start]


def map_chunks(pool, payload, count, chunk):
    start = perf_counter_ns()
    results = sum(1 for _ in pool.map(echo, [payload] * count, chunksize=chunk))
    nanos = perf_counter_ns() - start
    assert results == count
    return [nanos]


def main():
    method, workers, length, size = sys.argv[1], *map(int, sys.argv[2:5])
    payload = bytes(length)
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for line in sys.stdin:
            work, count, chunk = line.split()
            count = int(count)
            if work == "round_trip":
                nanos = round_trip(pool, payload, count)
            elif work == "window":
                nanos = window(pool, payload, count, size)
            elif work == "all_at_once":
                nanos = all_at_once(pool, payload, count)
            else:
                nanos = map_chunks(pool, payload, count, int(chunk))
            print(*nanos, flush=True)


if __name__ == "__main__":
    main()
