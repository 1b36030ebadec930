"""Everything that can be set: by `EVENHAND_…` variables or one TOML file, read once at start."""

import os
import sys
import tomllib
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class SettingsFileIsMissing(ValueError):
    """The settings were to be read from a file that is not there."""


class SettingsFileIsMalformed(ValueError):
    """The settings file is no TOML."""


class SettingIsUnknown(ValueError):
    """A variable looks like a setting of the desk and is none."""


BESIDES = ("EVENHAND_SETTINGS", "EVENHAND_DATA", "EVENHAND_REQUIRE", "EVENHAND_BENCH_")
"""What is no setting of a desk: where its file is, and what tests and measurements are told."""


class Settings(BaseSettings):
    """Where the desk keeps its files and where it listens."""

    model_config = SettingsConfigDict(env_prefix="EVENHAND_", extra="forbid", frozen=True)

    home: Path = Field(default=Path("var"), description="Folder of the log, keys and views.")
    host: str = Field(default="127.0.0.1", description="Address to listen on; loopback by default.")
    port: int = Field(default=8070, ge=0, le=65535, description="Port to listen on; 0 picks one.")
    kernel: Path = Field(
        default=Path(sys.prefix) / "kernel",
        description="Folder of the compiled search, shared by all desks of this installation.",
    )
    log: str = Field(default="sqlite", description="Kind of log: sqlite, in the home folder.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed wins over the environment, the environment over the file."""
        refuse_unknown(settings_cls)
        home = init_settings().get("home") or os.environ.get("EVENHAND_HOME", "var")
        file = settings_file(Path(home))
        tail = (TomlConfigSettingsSource(settings_cls, file),) if file else ()
        return (init_settings, env_settings, dotenv_settings, file_secret_settings, *tail)

    @property
    def log_file(self) -> Path:
        """The embedded log."""
        return self.home / "log.sqlite"

    @property
    def key_file(self) -> Path:
        """The key store, apart from the log."""
        return self.home / "keys.sqlite"

    @property
    def access_file(self) -> Path:
        """Sign-in links, sessions and tokens."""
        return self.home / "access.sqlite"

    @property
    def views(self) -> Path:
        """The folder of everything that can be thrown away and replayed."""
        return self.home / "views"

    @property
    def problems(self) -> Path:
        """The folder of large rounds' frozen problems; the log does not need it."""
        return self.home / "problems"

    @property
    def tentative_file(self) -> Path:
        """Who would get what waits, as things stand; it can be thrown away at any time."""
        return self.home / "tentative.json"

    @property
    def lock_file(self) -> Path:
        """Held by whoever writes the log."""
        return self.home / "desk.lock"

    @property
    def address_file(self) -> Path:
        """Where the running desk says under which address it can be opened."""
        return self.home / "desk.address"

    @property
    def socket(self) -> Path:
        """Where the command line reaches the running desk."""
        return self.home / "desk.sock"


def settings_file(home: Path) -> Path | None:
    """The TOML file to read: what EVENHAND_SETTINGS names, or `evenhand.toml` at home, if there."""
    named = os.environ.get("EVENHAND_SETTINGS")
    if named and not Path(named).is_file():
        raise SettingsFileIsMissing(
            f"EVENHAND_SETTINGS names {named}, where there is no file; correct the path or unset it"
        )
    file = Path(named) if named else home / "evenhand.toml"
    if not file.is_file():
        return None
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsFileIsMalformed(f"{file} is no TOML: {wrong}; correct it") from wrong
    return file


def refuse_unknown(settings: type[BaseSettings]) -> None:
    """A misspelt variable would be silently without effect. Raises `SettingIsUnknown`."""
    known = {f"EVENHAND_{name.upper()}" for name in settings.model_fields}
    for name in os.environ:
        if name.startswith("EVENHAND_") and name not in known and not name.startswith(BESIDES):
            raise SettingIsUnknown(
                f"{name} is no setting; the desk knows {', '.join(sorted(known))} and "
                "EVENHAND_SETTINGS"
            )


def expected(wrong: ErrorDetails) -> str:
    """What a setting should have been."""
    return "expected a whole number" if wrong["type"] == "int_parsing" else wrong["msg"]


def told_of_settings(wrong: ValidationError) -> str:
    """What is wrong with which setting, its value, and what was expected."""
    return "; ".join(
        f"EVENHAND_{'_'.join(map(str, each['loc'])).upper()} is {each['input']!r}: {expected(each)}"
        for each in wrong.errors()
    )
