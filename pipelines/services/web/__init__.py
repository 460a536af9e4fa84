"""The wide web: other people's pages, visited politely, and the facts that they give."""
