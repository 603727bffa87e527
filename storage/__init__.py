"""Tables, migrations and every SQL statement."""
