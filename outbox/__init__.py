"""The way out: what mails say, the queue, sending, and what comes back."""
