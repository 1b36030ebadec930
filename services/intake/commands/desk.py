"""The desk itself on the command line: its policy, who gets in, and who is forgotten."""

import shlex
from collections.abc import Iterator
from datetime import UTC
from typing import Annotated

import msgspec
import typer

from services.intake.commands.office import BY, JSON, Office, call_by, refusals_told, say, show
from services.intake.requests.people import ErasePerson
from services.intake.requests.policy import SetPolicy
from shared.people.access import LONGEST_TOKEN_DAYS
from shared.people.policy_table import Scope
from shared.policy_typed import FIGURES, NAMED, typed
from shared.vocabulary.policy import Policy
from shared.vocabulary.policy.wording import changes_told, sections

PERSON = Annotated[str, typer.Argument(help="The person's name or id.")]


def add_to(app: typer.Typer) -> typer.Typer:
    """Put `erase`, `sign-in` and the groups `policy`, which is returned, and `token` on the command line."""
    policy = typer.Typer(help="What the desk agreed on.", no_args_is_help=True)
    app.command("erase")(erase)
    app.command("sign-in")(sign_in)
    policy.command("show")(show_policy)
    policy.command("set")(set_policy)
    token = typer.Typer(help="Tokens for machines.", no_args_is_help=True)
    token.command("create")(create_token)
    token.command("list")(list_tokens)
    token.command("revoke")(revoke_token)
    app.add_typer(policy, name="policy")
    app.add_typer(token, name="token")
    return policy


def erase(
    ctx: typer.Context,
    person: PERSON,
    reason: Annotated[str, typer.Option(help="The ground; it stays readable.")],
    by: BY = None,
    json: JSON = False,
) -> None:
    """Destroy the keys of a person's words; every figure and audit line stays."""
    office: Office = ctx.obj
    with refusals_told(json):
        who = office.people.intake.directory.person_named(person)
        answer = office.people.erase(who, ErasePerson(reason=reason), call_by(office, by))
        office.access.shut_out(who)
        say(answer, done="erased", json=json)


def sign_in(
    ctx: typer.Context,
    person: Annotated[str | None, typer.Argument(help="Name or id; else who runs it.")] = None,
    json: JSON = False,
) -> None:
    """Make a one-time sign-in link."""
    office: Office = ctx.obj
    with refusals_told(json):
        directory = office.people.intake.directory
        who = directory.person_named(person) if person else office.people.first_supervisor()
        link = f"{office.address}/sign-in/{office.access.invite(who)}"
        show({"person": who, "link": link}, json=json, words=link)


def show_policy(ctx: typer.Context, json: JSON = False) -> None:
    """The policy in force: each figure as `policy set` takes it, and its sentence."""
    agreed = ctx.obj.people.agreed().policy
    show(msgspec.to_builtins(agreed), json=json, words="\n".join(lines_of(agreed)))


def set_policy(
    ctx: typer.Context,
    change: Annotated[list[str] | None, typer.Argument(help=FIGURES)] = None,
    policy: NAMED = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    by: BY = None,
    json: JSON = False,
) -> None:
    """Agree on other figures; what is not named stays as it was."""
    office: Office = ctx.obj
    with refusals_told(json):
        before = office.people.agreed().policy
        request = SetPolicy(policy=typed(policy, change or ()), reason=reason)
        answer = office.people.set_policy(request, call_by(office, by))
        say(answer, done="agreed", json=json)
        if not json:
            print(*changes_told(before, office.people.agreed().policy), sep="\n")


def create_token(
    ctx: typer.Context,
    person: PERSON,
    scope: Annotated[list[Scope], typer.Option(help="What it is good for; may be repeated.")],
    expires: Annotated[
        int, typer.Option(help="Days it lasts.", min=1, max=LONGEST_TOKEN_DAYS)
    ] = 90,
    label: Annotated[str | None, typer.Option(help="What it is for; not a secret.")] = None,
    json: JSON = False,
) -> None:
    """Make a token with which a program acts for a person; it is shown this once."""
    office: Office = ctx.obj
    with refusals_told(json):
        who = office.people.intake.directory.person_named(person)
        scopes = frozenset(scope)
        secret = office.access.make_token(who, scopes=scopes, days=expires, label=label)
        show({"token": secret, "person": who, "scopes": sorted(scopes)}, json=json, words=secret)


def list_tokens(ctx: typer.Context, json: JSON = False) -> None:
    """All tokens by the beginning of their digest, those that end first first."""
    office: Office = ctx.obj
    rows = [
        {
            "token": each.digest[:12],
            "person": each.person,
            "scopes": sorted(each.scopes or ()),
            "label": each.label,
            "ends_at": each.ends_at.astimezone(UTC).isoformat(timespec="minutes"),
        }
        for each in office.access.tokens()
    ]
    lines = [f"{r['token']}  until {r['ends_at']}  {r['person']}  {r['label'] or ''}" for r in rows]
    show(rows, json=json, words="\n".join(lines) or "there is no token")


def revoke_token(
    ctx: typer.Context,
    token: Annotated[str, typer.Argument(help="The beginning as `token list` shows it.")],
    json: JSON = False,
) -> None:
    """End a token."""
    with refusals_told(json):
        ctx.obj.access.revoke(token)
        show({"revoked": token}, json=json, words=f"{token} is revoked")


def lines_of(policy: Policy) -> Iterator[str]:
    """The policy as lines, in its own order: part, what `policy set` takes, and what it means."""
    for section in sections(policy):
        yield f"\n{section.words}"
        for line in section.lines:
            yield f"  {shlex.quote(f'{line.path}={line.figure}')}"
            yield f"      {line.sentence}"
