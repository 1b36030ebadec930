"""Tickets on the command line: `raise`, `reply`, `note`, `triage`, `resolve`, and all the others."""

from typing import Annotated, Any

import typer

from services.intake.carrying import Answer
from services.intake.commands.made import command_of
from services.intake.commands.office import BY, JSON, Office, call_by, refusals_told, say
from services.intake.desk import Intake
from services.intake.requests.catalogue import TICKET_REQUESTS
from services.intake.requests.raising import FollowUpTicket, RaiseTicket
from shared.eventlog.references import ticket_named
from shared.vocabulary.words import Channel


def add_to(app: typer.Typer) -> None:
    """Put the commands at the top of the command line."""
    app.command("raise")(raise_ticket)
    app.command("follow-up")(command_of(FollowUpTicket, about="ticket", carry=followed_up))
    for kind in TICKET_REQUESTS:
        app.command(kind.COMMAND)(command_of(kind, about="ticket", carry=asked))


def raise_ticket(
    ctx: typer.Context,
    problem: Annotated[str, typer.Argument(help="What is wrong.")],
    urgent: Annotated[bool, typer.Option("--urgent", help="Work stands still.")] = False,
    requester: Annotated[str | None, typer.Option(help="Who needs the help: name or id.")] = None,
    subject: Annotated[str | None, typer.Option(help="The problem in one line.")] = None,
    service: Annotated[str | None, typer.Option(help="What it is about.")] = None,
    availability: Annotated[str | None, typer.Option(help="When they can be reached.")] = None,
    contact: Annotated[str | None, typer.Option(help="How they want to be contacted.")] = None,
    by: BY = None,
    json: JSON = False,
) -> None:
    """Ask the desk for help, for oneself or for somebody else."""
    office: Office = ctx.obj
    with refusals_told(json):
        intake = office.people.intake
        request = RaiseTicket(
            problem=problem,
            urgent=urgent,
            requester=intake.directory.person_named(requester) if requester else None,
            subject=subject,
            service=service,
            availability=availability,
            contact=contact,
        )
        answer = intake.raise_ticket(request, call_by(office, by), channel=Channel.COMMAND_LINE)
        say(answer, done="raised", json=json, more=whose_queue(intake, answer))


def whose_queue(intake: Intake, answer: Answer) -> str:
    """Which team's queue a new ticket stands in, or how it gets into one."""
    assert answer.ticket, "a raised ticket is answered with its id"
    team = intake.ticket(answer.ticket).team
    if team:
        return f"It stands in the queue of {intake.directory.name_of(team)}."
    return (
        "It stands in no team’s queue, as none looks after its service: anybody who can may be given "
        f"it, until `evenhand route {answer.number} TEAM` sends it to one."
    )


def asked(office: Office, ticket: str, request: Any, call: Any) -> Answer:
    """A request about a ticket, meant by number, key or id."""
    intake = office.people.intake
    return intake.ask(ticket_named(intake.log, ticket), request, call)


def followed_up(office: Office, ticket: str, request: Any, call: Any) -> Answer:
    """A second round."""
    intake = office.people.intake
    before = ticket_named(intake.log, ticket)
    return intake.follow_up(before, request, call, channel=Channel.COMMAND_LINE)
