"""Processor time of functions, the best of some rounds; they are timed in turn, so that all meet the same machine."""

import gc
from time import process_time


def best_of(*functions, rounds=5):
    """The least processor time in seconds of each function, over rounds in which each is called once."""
    best = [float("inf")] * len(functions)
    for _ in range(rounds):
        for number, function in enumerate(functions):
            gc.collect()
            start = process_time()
            function()
            best[number] = min(best[number], process_time() - start)
    return best
