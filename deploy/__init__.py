"""Where the services meet: the command, the embedded desk, the sample."""
