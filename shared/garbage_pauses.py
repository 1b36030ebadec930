"""Spares bulk work the search for cycles, of which it makes none: about a third of its time.

What is loaded is there to stay as well: left in the search, it held up everybody for a tenth of a second
whenever all that is alive was looked through.
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
def settling() -> Iterator[None]:
    """The same while code is loaded; what is alive afterwards is never looked through again."""
    with not_collecting():
        try:
            yield
        finally:
            gc.freeze()
