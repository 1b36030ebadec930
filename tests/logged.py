"""What the desk writes on standard error, as it does in a process of its own."""

import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import structlog

from deploy.logs import quiet_logs


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged while the block lasts, by whatever means."""
    root, hook = logging.getLogger(), threading.excepthook
    handlers, level = root.handlers[:], root.level
    with redirect_stderr(io.StringIO()) as told:
        quiet_logs()
        try:
            yield told
        finally:
            structlog.reset_defaults()
            root.handlers[:], threading.excepthook = handlers, hook
            root.setLevel(level)
