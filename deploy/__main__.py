"""Begins the `evenhand` command; nobody looks for cycles in what is only being loaded."""

from shared.garbage_pauses import settling


def main() -> None:
    """Load the command and run it."""
    with settling():
        from deploy.command import main as run
    run()


if __name__ == "__main__":
    main()
