"""Pauses Python's garbage collector for bulk work and while code loads; neither makes cycles for it to find.

The search for them took about a third of the time of bulk work. What is loaded is there to stay: left in the
search, it held up everybody for a tenth of a second whenever all that is alive was looked through.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_collecting(when: bool = True) -> Iterator[None]:
    """No search for cycles while the block runs; what is not cyclic is freed as always."""
    pause = when and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()


@contextmanager
def paused_while_loading() -> Iterator[None]:
    """The same while code is loaded; what is alive afterwards is never looked through again."""
    with not_collecting():
        try:
            yield
        finally:
            gc.freeze()
