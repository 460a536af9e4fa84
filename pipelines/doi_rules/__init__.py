"""Parts of ``pipelines.dois``: rules that mend broken and dressed-up DOI names. Pure."""
