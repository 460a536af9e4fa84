"""What verification reads and writes: checks, verdicts, findings and waivers."""
