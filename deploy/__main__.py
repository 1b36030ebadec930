"""Loads and runs the `evenhand` command with the garbage collector paused."""

from shared.garbage_pauses import paused_while_loading


def main() -> None:
    """Load the command and run it."""
    with paused_while_loading():
        from deploy.command import main as run
    run()


if __name__ == "__main__":
    main()
