"""What the desk writes on standard error: one fact a line, of what somebody has to do something about.

Never personal words. The message of an exception may hold them, and whoever logs one cannot know; so only its
kind is told and where it was raised, for whatever thread or library it comes from.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType

import structlog

Raised = tuple[type[BaseException], BaseException, TracebackType | None]
trail = structlog.get_logger(__name__)


def quiet_logs() -> None:
    """Let every part of this process log so, and every thread that ends by an exception."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(told_without_words),
            structlog.processors.LogfmtRenderer(),
        ],
    )
    of_libraries = logging.StreamHandler(sys.stderr)
    of_libraries.setFormatter(WithoutWords("level=%(levelname)s logger=%(name)s event=%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[of_libraries], force=True)
    threading.excepthook = thread_ended


class WithoutWords(logging.Formatter):
    """How libraries that log in their own way, such as the web server, tell of an exception."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        """Its kind and place."""
        return told_without_words(ei)  # type: ignore[arg-type]


def thread_ended(ended: threading.ExceptHookArgs) -> None:
    """A thread let an exception through."""
    name = ended.thread.name if ended.thread else "unknown"
    raised = (ended.exc_type, ended.exc_value, ended.exc_traceback)
    trail.error("a thread ended by an exception", thread=name, exc_info=raised)


def told_without_words(exc_info: Raised) -> str:
    """An exception, and what led to it, as kinds and places; the last one raised stands first."""
    return "\n".join(lines(exc_info[1]))


def lines(broken: BaseException | None) -> Iterator[str]:
    """A line each: the kind, then its places, innermost last, then what led to it."""
    seen: set[int] = set()
    while broken is not None and id(broken) not in seen:
        seen.add(id(broken))
        yield type(broken).__qualname__
        for place in traceback.extract_tb(broken.__traceback__):
            yield f"  {place.filename}:{place.lineno} in {place.name}"
        broken = broken.__cause__ or (None if broken.__suppress_context__ else broken.__context__)
