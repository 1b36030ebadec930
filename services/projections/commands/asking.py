"""Commands that print what pages show: a queue, a ticket's audit trail, and how evenly work is shared."""

from typing import Annotated

import typer

from services.projections.commands import printing
from services.projections.commands.at_hand import AsJson, NameIsUnclear, Open, opened, tell, until
from services.projections.commands.standing_printed import (
    accrued_table,
    standing_lines,
    standing_table,
)
from services.projections.moments import moment_of
from services.projections.views.queue import query as queues
from services.projections.views.work import query as work
from services.projections.views.work.standing import stands
from shared.eventlog.references import ticket_named
from shared.people.directory import Directory
from shared.vocabulary.identity import PersonId, TeamId

MOST = 200
Moment = Annotated[
    str | None, typer.Option("--at", help="As of a position (what was known) or a time.")
]


def add_queue(app: typer.Typer, reading: Open) -> None:
    """`evenhand queue`, over a way to open the desk for reading."""

    @app.command()
    def queue(
        team: Annotated[str | None, typer.Option(help="Only this team's.")] = None,
        agent: Annotated[str | None, typer.Option(help="What this agent has in hand.")] = None,
        most: Annotated[int, typer.Option(min=1, help="How many tickets to print.")] = MOST,
        at: Moment = None,
        as_json: AsJson = False,
    ) -> None:
        """Print the open tickets by promise: the desk's, a team's, or an agent's."""
        moment = moment_of(at)
        with opened(reading) as (desk, views):
            names = Directory(desk.log, desk.seals).up_to_date()
            who = person_called(names, agent) if agent else None
            asked = team_called(names, team) if team else None
            if who:
                rows = queues.in_hand(views.queue, who, limit=most, at=moment)
            else:
                rows = queues.of_team(views.queue, asked, limit=most, at=moment)
            lines = [printing.queue_line(row, names) for row in rows]
            tell(lines, as_json, table=printing.queue_table(lines))
            whole = len(rows)
            if whole == most:
                whole = queues.number_of(views.queue, who or asked, at=moment)
        if whole > len(rows):
            say = f"These are {len(rows):,} of {whole:,}, by promise; --most {whole} prints all."
            typer.echo(say, err=True)


def add_audit(app: typer.Typer, reading: Open) -> None:
    """`evenhand audit`, over a way to open the desk for reading."""

    @app.command()
    def audit(
        ticket: Annotated[str, typer.Argument(help="Number, source:key or id of the ticket.")],
        at: Moment = None,
        as_json: AsJson = False,
    ) -> None:
        """Print everything that happened to a ticket, one sentence an event."""
        moment = moment_of(at)
        with opened(reading) as (desk, views):
            names = Directory(desk.log, desk.seals).up_to_date()
            entries = views.audit_trail.of(ticket_named(desk.log, ticket), at=moment)
            found = [printing.trail_line(each, names) for each in entries]
            tell(found, as_json, map(printing.in_a_line, found))


def add_supervision(app: typer.Typer, reading: Open) -> None:
    """`evenhand supervision`, over a way to open the desk for reading."""

    @app.command()
    def supervision(at: Moment = None, as_json: AsJson = False) -> None:
        """Print how evenly the work is shared, over the thirty days up to a moment."""
        moment = moment_of(at)
        with opened(reading) as (desk, views):
            names = Directory(desk.log, desk.seals).up_to_date()
            figures = work.supervision(
                views.work, now=until(desk.log, moment), at=moment, one=names.linked.one
            )
            table = printing.supervision_table(figures, names)
            found = work.in_plain(figures, names.name_of) if as_json else None
            tell(found, as_json, printing.supervision_lines(figures), table=table)


def add_standing(app: typer.Typer, reading: Open) -> None:
    """`evenhand standing`, over a way to open the desk for reading."""

    @app.command()
    def standing(
        agent: Annotated[str | None, typer.Argument(help="Whose; everybody's without.")] = None,
        at: Moment = None,
        as_json: AsJson = False,
    ) -> None:
        """Print who received how much tough work against what was due to them, and by which tickets."""
        moment = moment_of(at)
        with opened(reading) as (desk, views):
            names = Directory(desk.log, desk.seals).up_to_date()
            now = until(desk.log, moment)
            everybody = work.supervision(
                views.work, now=now, at=moment, one=names.linked.one
            ).agents
            asked = [person_called(names, agent)] if agent else [each.agent for each in everybody]
            found = [
                stands(
                    views.work, who, everybody, now=now, named=True, at=moment,
                    also=[each for each in names.linked.identities(who) if each != who],
                )
                for who in asked
            ]  # fmt: skip
            one = found[0] if agent else None
            table = accrued_table(one, names) if one else standing_table(found, names)
            tell(one or found, as_json, standing_lines(one, names) if one else (), table=table)


def person_called(names: Directory, name: str) -> PersonId:
    """The one person of that name or id. Raises `NameIsUnclear`."""
    found = names.person_called(name)
    if len(found) != 1:
        raise NameIsUnclear(f"{len(found)} people go by {name!r}; give an id such as person-…")
    return found[0]


def team_called(names: Directory, name: str) -> TeamId:
    """The team of that name or id. Raises `NameIsUnclear`."""
    found = names.team_called(name)
    if found is None:
        raise NameIsUnclear(f"there is no team {name!r}; expected a name or id")
    return found
