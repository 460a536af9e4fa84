"""From facts and history to verdicts; all pure but ``all_verdicts``, which writes them down."""
