"""Parts of ``pipelines.bibliography``: finds single references and reads their fields. Pure."""
