"""Measures how long Python takes to start a process of multiprocessing's.

Called with a start method. Each line of the input starts one and waits for its first word; each
line of the output the nanoseconds it took. Imports no more than it needs: what is started does so
too.
"""

import multiprocessing
import sys
from time import perf_counter_ns


def ready(connection):
    connection.send_bytes(b"ready")
    connection.recv_bytes()


def main():
    context = multiprocessing.get_context(sys.argv[1])
    for _ in sys.stdin:
        ours, theirs = context.Pipe()
        start = perf_counter_ns()
        process = context.Process(target=ready, args=(theirs,))
        process.start()
        ours.recv_bytes()
        print(perf_counter_ns() - start, flush=True)
        ours.send_bytes(b"end")
        process.join()


if __name__ == "__main__":
    main()
