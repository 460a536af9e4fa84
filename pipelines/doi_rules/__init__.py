"""Parts of ``pipelines.dois``: how broken and dressed-up DOI names are put right. Pure."""
