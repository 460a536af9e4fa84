"""What is wrong, where, and what to do: findings from verdicts. Pure."""
