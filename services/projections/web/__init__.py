"""The pages and the JSON of everything that is shown."""
