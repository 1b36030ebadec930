"""How long a request takes to be on the queue's page, to find its agent, and to be on that agent's page.

A desk in a process of its own with twelve agents, who resolve what they got; twenty requests a second;
the pages are asked for as people's browsers do. Wall-clock milliseconds, with the flush to disk. Also:
from event to decision, by what the log says of when it took either; and the first decision after a cold
start. The first tickets are not counted: the desk loads its kernel and its exact model beside them.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2 as httpx

from deploy.desk import open_desk
from shared.eventlog.choice import Purpose
from shared.events.ticket import TicketAssigned, TicketRaised
from shared.settings import Settings
from tests.journeys.process import DeskProcess

WARM_UP, TICKETS, A_SECOND, AGENTS = 100, 400, 20, 12
PATIENCE = 10.0
Sessions = dict[str, httpx.Client]
"""By person."""


def run() -> dict[str, Any]:
    """p50 and p99 of each leg in milliseconds, and the first decision after a cold start."""
    with TemporaryDirectory() as folder:
        desk = DeskProcess(Path(folder))
        agents = [welcome(desk, f"Agent {number}") for number in range(AGENTS)]
        desk.raise_ticket("warm up", "warm").raise_for_status()
        legs = at_a_rate(desk, {agent: signed_in(desk, agent) for agent in agents})
        desk.interrupt()
        decided = event_to_decision(Path(folder))
        cold = first_decision(Path(folder))
    return {
        "agents": len(agents),
        "tickets": TICKETS,
        "a_second": A_SECOND,
        **{f"accepted_to_{leg}": spread(values) for leg, values in legs.items()},
        "event_to_decision": spread(decided),
        "first_decision_after_start_seconds": cold,
    }


def welcome(desk: DeskProcess, name: str) -> str:
    """Somebody who works here and takes whatever comes."""
    made = desk.client.post("/api/v1/people", json={"name": name, "roles": ["agent"]}).json()
    agent = str(made["person"])
    desk.client.post(f"/api/v1/agents/{agent}/welcome", json={}).raise_for_status()
    desk.client.post(f"/api/v1/agents/{agent}/capacity", json={"tickets": 500}).raise_for_status()
    return agent


def signed_in(desk: DeskProcess, person: str) -> httpx.Client:
    """Their browser, signed in by a link the supervisor made."""
    link = desk.client.post("/api/v1/sign-in-links", json={"person": person}).json()["link"]
    client = visiting(desk, httpx.Cookies())
    client.post(link)
    return client


def at_a_rate(desk: DeskProcess, sessions: Sessions) -> dict[str, list[float]]:
    """Every ticket's legs, the tickets coming at a steady rate."""
    legs: dict[str, list[float]] = {"queue_page": [], "assigned": [], "agents_page": []}
    with ThreadPoolExecutor(16) as pool:
        began = time.monotonic()
        waiting = []
        for number in range(WARM_UP + TICKETS):
            time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
            waiting.append(pool.submit(one, desk, sessions, number))
        for each in waiting[WARM_UP:]:
            for leg, seconds in each.result().items():
                legs[leg].append(seconds * 1000)
    return legs


def one(desk: DeskProcess, sessions: Sessions, number: int) -> dict[str, float]:
    """One ticket from being accepted on."""
    client = visiting(desk, desk.client.cookies)
    answer = client.post("/api/v1/tickets", json={"problem": f"problem no. {number}."})
    began, ticket = time.monotonic(), answer.json()["number"]
    seen = until(lambda: shows(client, "/teams", ticket), began)
    owned = until(lambda: client.get(f"/api/v1/tickets/{ticket}").json()["owner"], began)
    owner = client.get(f"/api/v1/tickets/{ticket}").json()["owner"]
    agent = sessions[owner]
    page = until(lambda: shows(agent, "/queue", ticket), began)
    agent.post(f"/api/v1/tickets/{ticket}/resolve", json={}).raise_for_status()
    return {"queue_page": seen, "assigned": owned, "agents_page": page}


def visiting(desk: DeskProcess, session: httpx.Cookies) -> httpx.Client:
    """Somebody's browser."""
    return httpx.Client(base_url=desk.client.base_url, headers=desk.client.headers, cookies=session)


def shows(client: httpx.Client, path: str, ticket: int) -> bool:
    """Whether the page lists the ticket."""
    page = client.get(path)
    page.raise_for_status()
    return f'/tickets/{ticket}"' in page.text


def until(holds: Any, began: float) -> float:
    """Seconds until it holds; asked again every ten milliseconds."""
    while not holds():
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError("the desk did not get there in ten seconds")
        time.sleep(0.01)
    return time.monotonic() - began


def event_to_decision(home: Path) -> list[float]:
    """Milliseconds between the commit that took a request and the one that dealt its ticket."""
    with open_desk(Settings(home=home), Purpose.READING) as desk:
        told = desk.at_hand.log.read(after=0, limit=100_000)
    raised = {e.stream: e.recorded_at for e in told if isinstance(e.event, TicketRaised)}
    dealt = [e for e in told if isinstance(e.event, TicketAssigned)]
    counted = dealt[-TICKETS:]
    return [(e.recorded_at - raised[e.stream]).total_seconds() * 1000 for e in counted]


def first_decision(home: Path) -> float:
    """Seconds from starting the process to the first ticket with an owner."""
    began = time.monotonic()
    desk = DeskProcess(home)
    number = desk.raise_ticket("first after the start", "cold").json()["number"]
    until(lambda: desk.client.get(f"/api/v1/tickets/{number}").json()["owner"], time.monotonic())
    seconds = time.monotonic() - began
    desk.interrupt()
    return round(seconds, 2)


def spread(values: list[float]) -> dict[str, float]:
    """Median and 99th percentile."""
    ordered = sorted(values)
    last = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return {"p50_ms": round(statistics.median(ordered), 1), "p99_ms": round(last, 1)}
