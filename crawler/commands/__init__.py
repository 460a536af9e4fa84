"""The roof: one file a command of ``patientline``, no logic; see ``crawler/__main__.py``."""
