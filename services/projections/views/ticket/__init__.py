"""The ticket: everything its page needs beside the conversation."""
