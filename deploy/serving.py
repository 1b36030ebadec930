"""Serves the desk: address and a one-time sign-in link first, then pages until Ctrl-C."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from types import FrameType

import uvicorn
from rich.console import Console

from deploy.desk import Desk, open_desk
from deploy.embedded import Running, running, web
from services.assignment.engine.exact.cp_sat import load_ahead
from services.assignment.engine.search.compiling import Compiling
from services.assignment.tentative.beside import Beside
from shared.eventlog.choice import Purpose, refuse_running
from shared.pages.static import read_static
from shared.settings import Settings

ENDING = (signal.SIGINT, signal.SIGTERM)
BACKLOG = 512
"""Connections that may wait; whoever opens the link at once waits until the pages are ready."""


class PortIsTaken(Exception):
    """Something else listens there already."""


def serve(settings: Settings, *, sample: bool = False) -> None:
    """Run the desk until it is interrupted."""
    # Before all else, or a sample is made and a link printed that opens nothing.
    files = read_static()
    console = Console()
    listening = listen(settings)
    with open_desk(settings, Purpose.DESK) as desk, ExitStack() as stack:
        if sample:
            from deploy.sample.living import begin

            begin(desk, console)
        compiling = Compiling(settings.kernel, first=load_ahead)
        stack.callback(compiling.close)
        beside = Beside(settings)
        stack.callback(beside.close)
        with running(desk, partial(begin_each, compiling, beside)) as whole:
            address = address_of(listening)
            settings.address_file.write_text(f"{address}\n")
            greet(console, desk, address)
            if sample:
                from deploy.sample.living import go_on

                whole.threads.append(go_on(desk, whole.stop))
            config = uvicorn.Config(
                web(whole, files),
                log_config=None,  # it logs as the whole process does
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=3,
            )
            Server(config, whole).run(sockets=[listening])
    settings.address_file.unlink(missing_ok=True)
    console.print("The desk is closed; everything acknowledged is kept.")


def begin_each(compiling: Compiling, beside: Beside) -> None:
    """What may come after the first decision."""
    compiling.begin()
    beside.begin()


class Server(uvicorn.Server):
    """A server that lets go of whoever waits for news when it is told to close."""

    def __init__(self, config: uvicorn.Config, whole: Running) -> None:
        super().__init__(config)
        self._whole = whole

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take Ctrl-C and a polite kill as the end of serving, not as a failure of the process."""
        before = {each: signal.signal(each, self.handle_exit) for each in ENDING}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C, or a polite kill."""
        self._whole.stop.set()
        super().handle_exit(sig, frame)


def listen(settings: Settings) -> socket.socket:
    """The socket to serve on; refuses a port that is taken before anything else is opened."""
    # Named TCP, or the event loop leaves Nagle's delay on: 40 ms on every answer, measured.
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((settings.host, settings.port))
        opened.listen(BACKLOG)
    except OSError as taken:
        refuse_running(settings)  # The same desk, started twice, is the likelier mistake.
        raise PortIsTaken(
            f"{settings.host}:{settings.port} cannot be listened on ({taken.strerror}); choose "
            "another with --port"
        ) from taken
    return opened


def address_of(listening: socket.socket) -> str:
    """Where the pages are."""
    host, port = listening.getsockname()
    return f"http://{host}:{port}"


def greet(console: Console, desk: Desk, address: str) -> None:
    """Say where the desk is, and let the first supervisor in."""
    console.print(f"\n[bold]Evenhand[/bold] is open at {address}")
    link = f"{address}/sign-in/{desk.access.invite(desk.people.first_supervisor())}"
    console.print("Sign in as supervisor, once, with this link:")
    console.print(f"  {link}", soft_wrap=True, highlight=False)
    console.print("Ctrl-C closes the desk.\n")
    sys.stdout.flush()
