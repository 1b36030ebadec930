"""Who is here, on the command line: agents with what was set of them, teams, and people."""

from datetime import datetime
from typing import Any

import msgspec
import typer

from services.intake.commands.office import AGENT, JSON, Office, refusals_told, show
from services.intake.working_life import WorkingLife, working_life
from shared.vocabulary.working_time import DAYS, WorkingTime


def add_to(agents: typer.Typer, teams: typer.Typer, people: typer.Typer) -> None:
    """Put `agent show`, and `list` for agents, teams and people on the command line."""
    agents.command("show")(show_agent)
    agents.command("list")(list_agents)
    teams.command("list")(list_teams)
    people.command("list")(list_people)


def show_agent(ctx: typer.Context, agent: AGENT, json: JSON = False) -> None:
    """Everything that was set of an agent: skills, shifts, absence, capacity, redlines."""
    office: Office = ctx.obj
    with refusals_told(json):
        intake = office.people.intake
        life = working_life(intake, intake.directory.person_named(agent))
        show(msgspec.to_builtins(life), json=json, words="\n".join(lines_of(office, life)))


def list_agents(ctx: typer.Context, json: JSON = False) -> None:
    """Everyone who works tickets here, by name."""
    intake = ctx.obj.people.intake
    lives = [working_life(intake, each) for each in intake.directory.up_to_date().agents]
    lives.sort(key=lambda each: each.name.casefold())
    lines = [
        f"{each.name}  tier {each.tier}  {', '.join(each.teams) or 'no team'}"
        f"{f'  away: {each.away}' if each.away else ''}"
        for each in lives
    ]
    words = "\n".join(lines) or "nobody works here yet; evenhand agent join NAME"
    show(msgspec.to_builtins(lives), json=json, words=words)


def list_teams(ctx: typer.Context, json: JSON = False) -> None:
    """The desk's own teams, by name: their services and who is in them."""
    names = ctx.obj.people.intake.directory.up_to_date()
    rows = [
        {
            "team": team,
            "name": each.name,
            "services": list(each.services),
            "members": sorted(names.name_of(member) for member in each.members),
        }
        for team, each in sorted(names.teams.items(), key=lambda item: item[1].name.casefold())
        if each.source is None
    ]
    lines = [
        f"{row['name']}  {', '.join(row['services']) or 'no service'}: "
        f"{', '.join(row['members']) or 'nobody'}"
        for row in rows
    ]
    show(rows, json=json, words="\n".join(lines) or "there is no team; evenhand team form NAME")


def list_people(ctx: typer.Context, json: JSON = False) -> None:
    """Everyone with a role here, by name; people of imported histories have none."""
    names = ctx.obj.people.intake.directory.up_to_date()
    rows: list[dict[str, Any]] = [
        {"person": person, "name": names.name_of(person), "roles": sorted(roles)}
        for person, roles in names.roles.items()
        if roles
    ]
    rows.sort(key=lambda row: (row["name"].casefold(), row["person"]))
    lines = [f"{row['name']}  {', '.join(row['roles'])}  {row['person']}" for row in rows]
    show(rows, json=json, words="\n".join(lines))


def lines_of(office: Office, life: WorkingLife) -> list[str]:
    """A working life as lines of words."""
    name_of = office.people.intake.directory.name_of
    away = f"{life.away}{f' until {moment(life.away_until)}' if life.away_until else ''}"
    focus = " to ".join(map(moment, life.focus or ()))
    facts = {
        "": f"{life.name}{'' if life.here else ' (left)'}",
        "tier": str(life.tier),
        "languages": ", ".join(life.languages),
        "skills": ", ".join(f"{each.name} {each.level}" for each in life.skills),
        "teams": ", ".join(life.teams),
        "works": ", ".join(hours(life.works)),
        "away": away if life.away else "",
        "focus": focus,
        "tickets at once": "" if life.tickets is None else str(life.tickets),
        "presence": f"{life.presence / 10:g} %",
        "kept from": ", ".join(
            " on ".join(filter(None, (name_of(each.requester or ""), each.service)))
            for each in life.redlines
        ),
    }
    return [f"{fact}: {words}" if fact else words for fact, words in facts.items() if words]


def hours(works: WorkingTime) -> list[str]:
    """The shifts of the week, then the days that differ."""
    week = [f"{DAYS[each.day]} {each.start:%H:%M}-{each.end:%H:%M}" for each in works.week]
    others = [
        f"{each.day} {f'{each.start:%H:%M}-{each.end:%H:%M}' if each.start else 'off'}"
        for each in works.exceptions
    ]
    return [*(week or ["always"]), *others, works.zone]


def moment(at: datetime) -> str:
    """A moment to the minute."""
    return f"{at:%Y-%m-%d %H:%M %Z}"
