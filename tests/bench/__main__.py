"""`./deploy/bench NAME [--json]`: one measurement, or without a name the list of them."""

import importlib
import json
import keyword
import pkgutil
import sys
from typing import Any

import tests.bench
from services.assignment.engine.search import compiling
from shared.settings import Settings

LEFT_OUT = {"__main__", "cut_rounds", "instances", "peak", "rivals", "timing"}


def names() -> list[str]:
    """Every measurement there is."""
    found = (each.name for each in pkgutil.iter_modules(tests.bench.__path__))
    return sorted(name.rstrip("_") for name in found if name not in LEFT_OUT)


def told(figures: dict[str, Any], indent: str = "") -> None:
    """The figures as lines."""
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{indent}{name}")
            told(value, indent + "  ")
        else:
            print(f"{indent}{name}: {value}")


def module_of(name: str) -> Any:
    """The measurement of that name; one that is a word of Python ends in an underscore."""
    return importlib.import_module(f"tests.bench.{name}{'_' if keyword.iskeyword(name) else ''}")


def main() -> int:
    """Measure what is named."""
    chosen = [word for word in sys.argv[1:] if not word.startswith("-")]
    if len(chosen) != 1 or chosen[0] not in names():
        print(f"name one of: {', '.join(names())}", file=sys.stderr)
        return 2
    compiling.load(Settings().kernel)
    figures = module_of(chosen[0]).run()
    print(json.dumps(figures, indent=2)) if "--json" in sys.argv else told(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
