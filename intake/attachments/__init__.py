"""Text out of attachments, one module for each kind of file."""
