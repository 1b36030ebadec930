"""Reports: figures computed from the log, never from the file it was imported from."""
