"""What is declared of sources beside their form: which of their accounts are machines."""

import tomllib
from pathlib import Path

DECLARED = Path(__file__).with_name("sources.toml")
NONE = "none"
"""Said in the place of accounts: the source has no machine among them."""


def system_accounts(source: str) -> frozenset[str]:
    """The accounts declared to be machines; none where nothing is declared."""
    declared = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return frozenset(declared.get(source, {}).get("system_accounts", ()))


def accounts_of(accounts: list[str] | None) -> frozenset[str] | None:
    """The accounts somebody declares in their place; None where nothing was said."""
    return None if accounts is None else frozenset(accounts) - {NONE}
