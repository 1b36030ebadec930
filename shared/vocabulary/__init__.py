"""The words of the desk that have rules in them."""
