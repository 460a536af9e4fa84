"""The commands of ``patientline``, one file each, without logic; see ``crawler/__main__.py``."""
